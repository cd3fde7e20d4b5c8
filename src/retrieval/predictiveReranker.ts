import { checkInteger, checkLength, checkPositive } from "../numerics/checks.ts";
import { dot } from "../numerics/dot.ts";
import { fitBySingularValues } from "../numerics/fitBySingularValues.ts";
import {
  type CandidateSettings,
  candidatesAt,
  checkRetrieverInput,
  errorOf,
  type Retriever,
  type RetrieverInput,
} from "./retrievers.ts";
import { similarities, topK } from "./similarity.ts";

const QUERY_LENGTHS = [4, 8, 16, 32, 64]; // ℓ of its bag statistics
const LOOKBACKS = [4, 8, 16, 32]; // s′ of the reader's errors it uses
const FEATURES = QUERY_LENGTHS.length + LOOKBACKS.length;
const ROUNDS = 40;

/** A trained reranker: p_rank(d | x) ∝ exp(βᵀ features of d and x). */
export interface PredictiveReranker {
  readonly beta: Float64Array; // [features]: bag statistics of five ℓ, then negative mean squared errors over four s′
  readonly objective: readonly number[]; // mean log Σᵢ p_rank(dᵢ | x) p_θ(y | dᵢ, x) before each round
}

/** Training settings: where in the training streams it chooses. */
export interface PredictiveTraining {
  readonly libraries: readonly RetrieverInput[];
  readonly from: number; // the first pair with a choice
  readonly stride: number; // s
  readonly variance: number; // v of p_θ(y | d, x) = Π N(y; ŷ, v) over the stride
}

interface Example {
  readonly features: Float64Array; // [k, features]
  readonly logs: Float64Array; // log p_θ(y | dᵢ, x) up to a constant, [k]
}

/**
 * Eq. 9 of Ram et al. 2023 with a linear scorer in place of a language model: β maximises the mean of
 * log Σᵢ p_rank(dᵢ | x) p_θ(y | dᵢ, x), by EM whose M-step is one Newton step, halved until the objective grows.
 */
export function trainPredictiveReranker(
  training: PredictiveTraining,
  settings: CandidateSettings,
  start: { readonly beta?: Float64Array; readonly rounds?: number } = {},
): PredictiveReranker {
  const { libraries, from, stride, variance } = training;
  for (const library of libraries) checkRetrieverInput(library);
  checkInteger("from", from, Math.max(...LOOKBACKS));
  checkInteger("stride", stride, 1);
  checkPositive("variance", variance);
  if (start.beta) checkLength("beta", start.beta, FEATURES, "[features]");
  if (start.rounds !== undefined) checkInteger("rounds", start.rounds, 0);
  const examples = training.libraries.flatMap((library) => examplesOf(library, training, settings));
  if (examples.length === 0) throw new RangeError("invalid libraries: expected pairs with a choice, got none");
  let beta = Float64Array.from(start.beta ?? new Float64Array(FEATURES));
  let now = objectiveOf(examples, beta);
  const objective: number[] = [];
  for (let round = 0; round < (start.rounds ?? ROUNDS); round++) {
    objective.push(now);
    const step = newtonStep(examples, beta);
    let scale = 1;
    let next = moved(beta, step, scale);
    while (objectiveOf(examples, next) < now && scale > 1e-3) {
      scale /= 2;
      next = moved(beta, step, scale);
    }
    const reached = objectiveOf(examples, next);
    if (reached < now) break;
    [beta, now] = [next, reached];
  }
  return { beta, objective };
}

/** Chooses the candidate with the largest score. */
export function predictiveRetriever({ beta }: PredictiveReranker, settings: CandidateSettings): Retriever {
  checkLength("beta", beta, FEATURES, "[features]");
  return (library, at) => {
    const candidates = candidatesAt(library, at, settings);
    const features = featuresAt(library, at, candidates);
    return candidates[topK(scoresOf(features, beta), 1)[0] as number] as number;
  };
}

function examplesOf(
  library: RetrieverInput,
  { from, stride, variance }: PredictiveTraining,
  settings: CandidateSettings,
) {
  const examples: Example[] = [];
  for (let at = from; at + stride <= library.drift.pairs; at += stride) {
    const candidates = candidatesAt(library, at, settings);
    examples.push({
      features: featuresAt(library, at, candidates),
      logs: Float64Array.from(candidates, (document) => -errorOf(library, document, at, at + stride) / (2 * variance)),
    });
  }
  return examples;
}

/** [candidates, features]. */
function featuresAt(library: RetrieverInput, at: number, candidates: readonly number[]): Float64Array {
  const features = new Float64Array(candidates.length * FEATURES);
  const bags = QUERY_LENGTHS.map((length) => similarities(library.drift, at, length));
  candidates.forEach((document, i) => {
    bags.forEach((bag, f) => {
      features[i * FEATURES + f] = bag[document] as number;
    });
    LOOKBACKS.forEach((recent, f) => {
      const error = errorOf(library, document, at - recent, at) / recent;
      features[i * FEATURES + QUERY_LENGTHS.length + f] = -error;
    });
  });
  return features;
}

const scoresOf = (features: Float64Array, beta: Float64Array): Float64Array =>
  Float64Array.from({ length: features.length / FEATURES }, (_, i) => dot(features, i * FEATURES, beta, 0, FEATURES));

/** exp(score) over its sum, and the log of that sum. */
function softmax(scores: Float64Array): { readonly shares: Float64Array; readonly log: number } {
  const max = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - max));
  const sum = raised.reduce((a, b) => a + b, 0);
  return { shares: raised.map((value) => value / sum), log: max + Math.log(sum) };
}

function objectiveOf(examples: readonly Example[], beta: Float64Array): number {
  let sum = 0;
  for (const { features, logs } of examples) {
    const scores = scoresOf(features, beta);
    sum += softmax(scores.map((score, i) => score + (logs[i] as number))).log - softmax(scores).log;
  }
  return sum / examples.length;
}

/** H⁻¹ g: g the objective's gradient, Σ (posterior − p_rank) features; H the M-step's curvature, Σ Cov_{p_rank}(features). */
function newtonStep(examples: readonly Example[], beta: Float64Array): Float64Array {
  const gradient = new Float64Array(FEATURES);
  const curvature = new Float64Array(FEATURES * FEATURES);
  for (const { features, logs } of examples) {
    const scores = scoresOf(features, beta);
    const { shares } = softmax(scores);
    const posterior = softmax(scores.map((score, i) => score + (logs[i] as number))).shares;
    const means = new Float64Array(FEATURES);
    shares.forEach((share, i) => {
      for (let f = 0; f < FEATURES; f++)
        means[f] = (means[f] as number) + share * (features[i * FEATURES + f] as number);
    });
    shares.forEach((share, i) => {
      for (let f = 0; f < FEATURES; f++) {
        const off = (features[i * FEATURES + f] as number) - (means[f] as number);
        gradient[f] = (gradient[f] as number) + ((posterior[i] as number) - share) * off;
        for (let g = 0; g < FEATURES; g++) {
          const other = (features[i * FEATURES + g] as number) - (means[g] as number);
          curvature[f * FEATURES + g] = (curvature[f * FEATURES + g] as number) + share * off * other;
        }
      }
    });
  }
  return fitBySingularValues(curvature, gradient, FEATURES, FEATURES, 0).weights;
}

const moved = (beta: Float64Array, step: Float64Array, scale: number): Float64Array<ArrayBuffer> =>
  Float64Array.from(beta, (value, f) => value + scale * (step[f] as number));
