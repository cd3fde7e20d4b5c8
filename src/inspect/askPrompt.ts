import type { Learner } from "../algorithms/learner.ts";
import { ols } from "../algorithms/ols.engine.ts";
import { type Checkpoint, modelOf } from "../checkpoints/checkpoint.ts";
import { learnerOf } from "../checkpoints/learnerOf.ts";
import type { EngineHost } from "../kernels/engineHost.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { chiSquareZ } from "../metrics/chiSquareZ.ts";
import { impliedWeights } from "../metrics/impliedWeights.ts";
import { shrinkage } from "../metrics/shrinkage.ts";
import { type EigenDirections, eigenDirections } from "../numerics/eigenDirections.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { interleave } from "../prompts/tokens.ts";
import { deviationsOf } from "../tasks/families.ts";
import { learnerById } from "../tasks/learnerById.ts";
import { bayes } from "../tasks/linear.bayes.ts";
import { traceOf } from "../transformer/traceOf.ts";
import { tokenNames } from "./traceLayers.ts";

/** A prompt of n exemplars in D dimensions, and its queries. */
export interface PromptQuery {
  readonly x: Float32Array; // [n, D]
  readonly y: Float32Array; // [n]
  readonly queries: Float32Array; // [M, D]
  readonly algorithms: readonly string[]; // ids of those that answer in addition to the transformer and Bayes
  readonly tracedQuery: Float32Array; // [D], the query whose attention is traced
}

/** The answers of every learner to M queries after the same n exemplars. */
export interface PromptAnswers {
  readonly curves: Readonly<Record<string, Float32Array>>; // [M] by learner: the transformer, Bayes, the algorithms
  readonly looked: Readonly<Record<string, number>>; // by learner, the answer to the traced query
  readonly deviation: Float32Array; // [M], the Bayes predictor's standard deviation of y, noise included
  readonly distances: Readonly<Record<string, number>>; // to the transformer's answers: squared difference over x ~ N(0, I), / (D τ²)
  readonly weights: Readonly<Record<string, Float64Array>>; // [D] by learner: the linear function that fits its answers best
  readonly directions: EigenDirections; // of XᵀX
  readonly shrinkage: Readonly<Record<string, Float64Array>>; // [D] by learner: shrinkage relative to least squares, by direction
  readonly reads: Attention;
  readonly unusual: OutOfDistribution;
}

/** Attention of the last token, the query, to each token, in every layer and head. */
export interface Attention {
  readonly tokens: readonly string[]; // "x₁", "y₁", …, T of them
  readonly heads: readonly (readonly [layer: number, head: number])[]; // L K of them, counted from 1
  readonly weights: Float32Array; // [T, L K]
}

/** By how many standard deviations the spread of the exemplars exceeds that in training: above 3 they are out of distribution. */
export interface OutOfDistribution {
  readonly x: number; // Σ |x|² compared with its distribution
  readonly y: number; // y, given x: Σ of squared standardised residuals of the Bayes predictor
}

/** A checkpoint that answers prompts, and its learner, for comparisons with another. Dispose of it. */
export interface PromptSession {
  readonly learner: Learner;
  answer(question: PromptQuery, others?: readonly Learner[]): Promise<PromptAnswers>;
  dispose(): void;
}

/** Opens a checkpoint for any number of prompts. Dispose of it. */
export async function openSession(checkpoint: Checkpoint, host: EngineHost): Promise<PromptSession> {
  const engine = await startEngine(host);
  const transformer = learnerOf(checkpoint, engine);
  const { config, state } = checkpoint;
  const { dim, exemplars: max } = config.prompts;
  const { sigma, tau } = deviationsOf(config.prompts);
  const model = modelOf(config);
  const { layers: L, heads: K } = config.model;
  const oracle = bayes({ sigma, tau });

  async function attentionAt(tracedQuery: Float32Array, prompt: PromptBatch): Promise<Attention> {
    const tokens = interleave({ ...prompt, x: Float32Array.from([...prompt.x.subarray(0, -dim), ...tracedQuery]) });
    const T = tokens.length;
    const { attention } = await traceOf(model, state.parameters, tokens, engine); // [L, 1, K, T, T]
    const weights = new Float32Array(T * L * K);
    for (let row = 0; row < L * K; row++) {
      for (let t = 0; t < T; t++) weights[t * L * K + row] = attention[(row * T + T - 1) * T + t] as number;
    }
    const heads = Array.from({ length: L * K }, (_, row) => [1 + Math.floor(row / K), 1 + (row % K)] as const);
    return { tokens: tokenNames(T), heads, weights };
  }

  async function answer(
    { x, y, queries, algorithms, tracedQuery }: PromptQuery,
    others: readonly Learner[] = [],
  ): Promise<PromptAnswers> {
    const n = y.length;
    if (n > max) throw new Error(`too many exemplars: the transformer reads at most ${max}, got ${n}`);
    if (x.length !== n * dim) throw new Error(`invalid exemplars: expected ${n} × ${dim} numbers, got ${x.length}`);
    if (tracedQuery.length !== dim)
      throw new Error(`invalid query: expected ${dim} numbers, got ${tracedQuery.length}`);
    if (![...x, ...y, ...queries, ...tracedQuery].every(Number.isFinite))
      throw new Error("invalid prompt: expected finite numbers");
    const prompt = promptOf(x, y, dim);
    const learners: Learner[] = [
      transformer,
      ...others,
      oracle,
      ...(await Promise.all(algorithms.map((id) => learnerById(id, { sigma, tau })))),
    ];
    const curves: Record<string, Float32Array> = {};
    const looked: Record<string, number> = {};
    const all = Float32Array.from([...queries, ...tracedQuery]);
    for (const learner of learners) {
      const answers = await learner.predictQueries(prompt, all, n);
      curves[learner.id] = answers.subarray(0, -1);
      looked[learner.id] = answers.at(-1) as number;
    }
    const transformerAnswers = curves.transformer as Float32Array;
    const distances: Record<string, number> = {};
    const weights: Record<string, Float64Array> = {};
    for (const [id, curve] of Object.entries(curves)) {
      weights[id] = impliedWeights(queries, curve, dim, 1).weights;
      if (id !== transformer.id)
        distances[id] = weightedDifference(curve, transformerAnswers, queries, dim) / (dim * tau ** 2);
    }
    const directions = eigenDirections(x, dim);
    const leastSquares = (await ols().predictQueries(prompt, unitVectors(dim), n)) as Float32Array;
    const shrunk: Record<string, Float64Array> = {};
    for (const [id, learnerWeights] of Object.entries(weights))
      shrunk[id] = shrinkage(directions, learnerWeights, Float64Array.from(leastSquares));
    const [deviation, unusual] = await Promise.all([
      deviationAt(oracle, x, y, queries, dim),
      unusualOf(oracle, prompt, sigma),
    ]);
    const reads = await attentionAt(tracedQuery, prompt);
    return { curves, looked, deviation, distances, weights, directions, shrinkage: shrunk, reads, unusual };
  }

  return { learner: transformer, answer, dispose: () => transformer.dispose?.() };
}

/** One prompt of n exemplars; the query after them is zero. */
function promptOf(x: Float32Array, y: Float32Array, dim: number): PromptBatch {
  const n = y.length;
  const all = { x: new Float32Array((n + 1) * dim), y: new Float32Array(n + 1) };
  all.x.set(x);
  all.y.set(y);
  return { prompts: 1, exemplars: n, dim, ...all };
}

/** The Bayes predictor's standard deviation at each query, [M]: one prompt per query, with the query at its end. */
async function deviationAt(
  oracle: Learner,
  x: Float32Array,
  y: Float32Array,
  queries: Float32Array,
  dim: number,
): Promise<Float32Array> {
  const n = y.length;
  const prompts = queries.length / dim;
  const batch = {
    prompts,
    exemplars: n,
    dim,
    x: new Float32Array(prompts * (n + 1) * dim),
    y: new Float32Array(prompts * (n + 1)),
  };
  for (let m = 0; m < prompts; m++) {
    batch.x.set(x, m * (n + 1) * dim);
    batch.x.set(queries.subarray(m * dim, (m + 1) * dim), (m * (n + 1) + n) * dim);
    batch.y.set(y, m * (n + 1));
  }
  const variance = (await oracle.variance?.(batch)) as Float32Array;
  return Float32Array.from({ length: prompts }, (_, m) => Math.sqrt(variance[m * (n + 1) + n] as number));
}

async function unusualOf(oracle: Learner, prompt: PromptBatch, sigma: number): Promise<OutOfDistribution> {
  const { exemplars: n, dim, x, y } = prompt;
  const size = x.subarray(0, n * dim).reduce((sum, value) => sum + value ** 2, 0);
  const answers = await oracle.predict(prompt);
  const variance = (await oracle.variance?.(prompt)) as Float32Array;
  let residuals = 0;
  for (let i = 0; i < n; i++) {
    const squared = ((y[i] as number) - (answers[i] as number)) ** 2;
    const expected = variance[i] as number;
    // Without noise nothing is uncertain from D exemplars on, and any residual above rounding is too large.
    residuals += sigma === 0 && expected < ROUNDING ? (squared < ROUNDING ? 1 : Infinity) : squared / expected;
  }
  return { x: chiSquareZ(size, n * dim), y: chiSquareZ(residuals, n) };
}

const unitVectors = (dim: number): Float32Array =>
  Float32Array.from({ length: dim * dim }, (_, k) => (k % (dim + 1) === 0 ? 1 : 0)); // [D, D]

const ROUNDING = 1e-6;

/** The mean of (a − b)² over the queries, each weighted by the density of N(0, I) there. */
function weightedDifference(a: Float32Array, b: Float32Array, queries: Float32Array, dim: number): number {
  let [sum, total] = [0, 0];
  for (let m = 0; m < a.length; m++) {
    const size = queries.subarray(m * dim, (m + 1) * dim).reduce((all, value) => all + value ** 2, 0);
    const weight = Math.exp(-size / 2);
    sum += weight * ((a[m] as number) - (b[m] as number)) ** 2;
    total += weight;
  }
  return sum / total;
}
