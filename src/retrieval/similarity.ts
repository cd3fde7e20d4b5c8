import { checkInteger } from "../numerics/checks.ts";
import { checkDrift, type Drift, type LabelledPairs } from "./drift.ts";

/**
 * The bag statistic: cosines of the moment Σ y x of the last ℓ pairs before pair `at` with that of each document. Like a
 * bag of words it ignores order. [documents]
 */
export function similarities(drift: Drift, at: number, queryLength: number): Float64Array {
  checkInteger("at", at, 0, drift.pairs);
  checkInteger("queryLength", queryLength, 1);
  if (!cache.has(drift.documents)) checkDrift(drift);
  const query = moment(drift, Math.max(0, at - queryLength), at, drift.dim);
  return Float64Array.from(momentsOf(drift), (document) => cosine(query, document));
}

const cache = new WeakMap<Drift["documents"], readonly Float64Array[]>();

/** The moments of a corpus, computed once. */
function momentsOf({ documents, dim }: Drift): readonly Float64Array[] {
  const moments = cache.get(documents) ?? documents.map((each) => moment(each, 0, each.y.length, dim));
  cache.set(documents, moments);
  return moments;
}

/** Σ y x over pairs first…last − 1, [D]. */
function moment({ x, y }: LabelledPairs, first: number, last: number, dim: number): Float64Array {
  const sum = new Float64Array(dim);
  for (let t = first; t < last; t++)
    for (let d = 0; d < dim; d++) sum[d] = (sum[d] as number) + (y[t] as number) * (x[t * dim + d] as number);
  return sum;
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dotted = (u: Float64Array, v: Float64Array) => u.reduce((sum, value, d) => sum + value * (v[d] as number), 0);
  const size = Math.sqrt(dotted(a, a) * dotted(b, b));
  return size > 0 ? dotted(a, b) / size : 0;
}

/** Indices of the k largest scores, or of all if they are fewer, the largest first; among equal ones the earlier comes first. NaN comes last. */
export function topK(scores: ArrayLike<number>, k: number): number[] {
  checkInteger("k", k, 0);
  return Array.from(scores, (_, index) => index)
    .sort((a, b) => descending(scores[a] as number, scores[b] as number) || a - b)
    .slice(0, k);
}

function descending(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : b > a ? 1 : -1;
}
