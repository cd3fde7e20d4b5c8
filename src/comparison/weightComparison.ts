import type { Learner } from "../algorithms/learner.ts";
import { ILWD_PROMPTS, ILWD_QUERIES } from "../config/evaluationMemory.ts";
import { type ImpliedWeights, impliedWeights, weightDistance } from "../metrics/impliedWeights.ts";
import { randomAt } from "../numerics/random.ts";
import { type Bootstrap, bootstrap } from "../numerics/statistics.ts";
import { type PromptBatch, sliceBatch } from "../prompts/prompt.ts";
import { type ComparedPrompts, rowOf } from "./comparisonRows.ts";
import type { ReferenceAlgorithms } from "./referenceAlgorithms.ts";
import type { Row, RowPlace } from "./row.ts";

/** The basis of ILWD: answers of a learner to fresh queries after every number of exemplars. */
export interface QueryAnswers {
  readonly prompts: number; // the first B'
  readonly perPrompt: number; // M
  readonly queries: Float32Array; // [B', M, D]
  readonly answers: Float32Array; // [N, B', M], after 1…N exemplars
}

/** The answers of a learner to fresh queries, and its rows. */
export interface WeightRows {
  readonly rows: readonly Row[];
  readonly toQueries: QueryAnswers;
}

/**
 * Compares the implied linear weights of learners with those of algorithms. The algorithms are evaluated once, with the
 * first learner.
 */
export function weightComparison(
  prompts: ComparedPrompts,
  algorithms: ReferenceAlgorithms,
  ids: readonly string[],
  seed: number,
): (learner: Learner, place: RowPlace) => Promise<WeightRows> {
  const fresh = drawQueries(prompts.batch, seed);
  let algorithmWeights: ReadonlyMap<string, Float64Array> | undefined; // [N, B', D] each
  return async (learner, place) => {
    algorithmWeights ??= await algorithms.weights(ids, fresh.part, fresh.queries);
    const { answers, weights } = await impliedBy(learner, fresh);
    const rows = rowsOfWeights(prompts, fresh, { id: learner.id, place, weights }, algorithmWeights);
    return { rows, toQueries: queryAnswers(fresh, answers) };
  };
}

/** The first prompts of a comparison, with the same fresh queries for every learner. */
interface FreshQueries {
  readonly part: PromptBatch; // of B' prompts
  readonly queries: Float32Array; // [B', M, D]
  readonly resamples: Bootstrap; // of the B' prompts
}

/** Draws queries for the first prompts of a batch; a seed always gives the same queries. */
function drawQueries(batch: PromptBatch, seed: number): FreshQueries {
  const part = sliceBatch(batch, 0, Math.min(batch.prompts, ILWD_PROMPTS));
  const perPrompt = ILWD_QUERIES * batch.dim;
  const queries = new Float32Array(part.prompts * perPrompt);
  for (let b = 0; b < part.prompts; b++) {
    const random = randomAt(seed, "evaluation/queries", b);
    for (let k = 0; k < perPrompt; k++) queries[b * perPrompt + k] = random.normal();
  }
  return { part, queries, resamples: bootstrap(part.prompts, seed) };
}

/** A learner's answers to the queries after 1…N exemplars, and the implied linear weights, one entry per number. */
interface Implied {
  readonly answers: readonly Float32Array[]; // [B', M] each
  readonly weights: readonly ImpliedWeights[];
}

/** Evaluates a learner on the queries after every number of exemplars. */
async function impliedBy(learner: Learner, { part, queries }: FreshQueries): Promise<Implied> {
  const answers: Float32Array[] = [];
  for (let n = 1; n <= part.exemplars; n++) answers.push(await learner.predictQueries(part, queries, n));
  return { answers, weights: answers.map((each) => impliedWeights(queries, each, part.dim, part.prompts)) };
}

/** By number of exemplars: R² of a learner's linear fit, if every prompt has one, and ILWD to every algorithm. */
function rowsOfWeights(
  { experiment, scale }: ComparedPrompts,
  { part, resamples }: FreshQueries,
  { id, place, weights }: { readonly id: string; readonly place: RowPlace; readonly weights: Implied["weights"] },
  algorithms: ReadonlyMap<string, Float64Array>,
): Row[] {
  return weights.flatMap((learned, k) => {
    const rows: Row[] = [];
    const at = { exemplars: k + 1, ...place };
    const linear = learned.linearity.filter((value) => !Number.isNaN(value));
    if (linear.length === part.prompts) {
      rows.push(
        rowOf({ experiment, metric: "linearity", learner: id, reference: "truth" }, at, resamples.mean(linear)),
      );
    }
    for (const [reference, theirs] of algorithms) {
      const size = learned.weights.length; // B' D
      const distances = weightDistance(learned.weights, theirs.subarray(k * size, (k + 1) * size), part.dim, scale);
      rows.push(rowOf({ experiment, metric: "ilwd", learner: id, reference }, at, resamples.mean(distances)));
    }
    return rows;
  });
}

/** The queries and all answers in one array. */
function queryAnswers({ part, queries }: FreshQueries, byExemplars: readonly Float32Array[]): QueryAnswers {
  const answers = new Float32Array(part.exemplars * part.prompts * ILWD_QUERIES);
  for (const [k, each] of byExemplars.entries()) answers.set(each, k * each.length);
  return { prompts: part.prompts, perPrompt: ILWD_QUERIES, queries, answers };
}
