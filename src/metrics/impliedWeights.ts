import { checkInteger, checkLength, checkPositive, checkRows } from "../numerics/checks.ts";
import { dot } from "../numerics/dot.ts";
import { minimumNorm } from "../numerics/minimumNorm.ts";

/** The linear function that a learner implements, one entry per prompt. */
export interface ImpliedWeights {
  readonly weights: Float64Array; // [B, D]
  readonly linearity: Float64Array; // [B], R² about 0 of the fit; NaN if the answers are constant
}

/**
 * ŵ = argmin_w Σ (ŷ(x') − wᵀx')² over M fresh queries, without intercept (Akyürek et al. 2022, §4.1): queries [B, M, D],
 * answers [B, M]. Throws if they do not fit.
 */
export function impliedWeights(
  queries: Float32Array,
  answers: Float32Array,
  dim: number,
  prompts: number,
): ImpliedWeights {
  checkInteger("dim", dim, 1);
  checkInteger("prompts", prompts, 1);
  const perPrompt = checkRows("answers", answers, prompts, "[B, M]");
  checkLength("queries", queries, answers.length * dim, "[B, M, D]");
  const weights = new Float64Array(prompts * dim);
  const linearity = new Float64Array(prompts);
  const solver = minimumNorm(dim, perPrompt);
  const xs = new Float64Array(perPrompt * dim);
  for (let b = 0; b < prompts; b++) {
    solver.reset();
    xs.set(queries.subarray(b * perPrompt * dim, (b + 1) * perPrompt * dim));
    const ys = answers.subarray(b * perPrompt, (b + 1) * perPrompt);
    for (let m = 0; m < perPrompt; m++) solver.observe(xs, m * dim, ys[m] as number);
    const w = solver.weights();
    weights.set(w, b * dim);
    linearity[b] = linearityOf(w, xs, ys);
  }
  return { weights, linearity };
}

/** R² about 0 of wᵀx as a fit to y; NaN if y is constant. */
function linearityOf(w: Float64Array, xs: Float64Array, ys: Float32Array): number {
  let total = 0;
  let residual = 0;
  ys.forEach((y, m) => {
    total += y * y;
    residual += (y - dot(w, 0, xs, m * w.length, w.length)) ** 2;
  });
  return ys.every((y) => y === ys[0]) ? Number.NaN : 1 - residual / total;
}

/** ‖ŵ_a − ŵ_b‖² / scale, one entry per prompt; the mean is ILWD. a and b [B, D] → [B]. Throws if they do not fit. */
export function weightDistance(a: Float64Array, b: Float64Array, dim: number, scale: number): Float64Array {
  checkInteger("dim", dim, 1);
  checkRows("a", a, dim, "[B, D]");
  checkLength("b", b, a.length, "[B, D]");
  checkPositive("scale", scale);
  const distances = new Float64Array(a.length / dim);
  for (let k = 0; k < a.length; k++) {
    const prompt = Math.floor(k / dim);
    distances[prompt] = (distances[prompt] as number) + ((a[k] as number) - (b[k] as number)) ** 2 / scale;
  }
  return distances;
}
