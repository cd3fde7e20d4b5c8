import { minimumNorm } from "../numerics/minimumNorm.ts";

/** The linear function a learner implements, one prompt an entry. */
export interface ImpliedWeights {
  readonly weights: Float64Array; // [B, D]
  readonly linearity: Float64Array; // [B], R² about 0 of the fit; NaN where the answers are constant
}

/**
 * ŵ = argmin_w Σ (ŷ(x') − wᵀx')² over M fresh queries, without intercept (Akyürek et al. 2022, §4.1): queries [B, M, D],
 * answers [B, M].
 */
export function impliedWeights(
  queries: Float32Array,
  answers: Float32Array,
  dim: number,
  prompts: number,
): ImpliedWeights {
  const perPrompt = answers.length / prompts; // M
  const weights = new Float64Array(prompts * dim);
  const linearity = new Float64Array(prompts);
  const solver = minimumNorm(dim, perPrompt);
  for (let b = 0; b < prompts; b++) {
    solver.reset();
    for (let m = b * perPrompt; m < (b + 1) * perPrompt; m++) solver.observe(queries, m * dim, answers[m] as number);
    const w = solver.weights();
    weights.set(w, b * dim);
    linearity[b] = fitOf(w, queries, answers, b * perPrompt, perPrompt);
  }
  return { weights, linearity };
}

function fitOf(w: Float64Array, queries: Float32Array, answers: Float32Array, first: number, count: number): number {
  let total = 0;
  let residual = 0;
  let constant = true;
  for (let m = first; m < first + count; m++) {
    let fitted = 0;
    for (let d = 0; d < w.length; d++) fitted += (w[d] as number) * (queries[m * w.length + d] as number);
    const answer = answers[m] as number;
    if (answer !== answers[first]) constant = false;
    total += answer * answer;
    residual += (answer - fitted) ** 2;
  }
  return constant ? Number.NaN : 1 - residual / total;
}

/** ‖ŵ_a − ŵ_b‖² / scale, one prompt an entry: its mean is ILWD. [B] */
export function weightDistance(a: Float64Array, b: Float64Array, dim: number, scale: number): Float64Array {
  const distances = new Float64Array(a.length / dim);
  for (let k = 0; k < a.length; k++) {
    const prompt = Math.floor(k / dim);
    distances[prompt] = (distances[prompt] as number) + ((a[k] as number) - (b[k] as number)) ** 2 / scale;
  }
  return distances;
}
