import { levenbergMarquardt } from "ml-levenberg-marquardt";
import type { Learner } from "../../algorithms/learner.ts";
import { checkInteger } from "../../numerics/checks.ts";
import { dot } from "../../numerics/dot.ts";
import { eigenDirections } from "../../numerics/eigenDirections.ts";
import type { PromptBatch } from "../../prompts/prompt.ts";

/** The rates of GD++ in L layers. */
export interface GdPlusPlus {
  readonly steps: readonly number[]; // η of each layer: w takes a step along Σ y x
  readonly curvatures: readonly number[]; // γ of each layer but the last: every x becomes (I − γ Σ x xᵀ) x
}

/**
 * What GD++ makes of an eigenvalue s of Σ x xᵀ: along that direction its weights are p(s) times Σ y x. In each layer the
 * residuals are y − xᵀp(S) Σ y x, and x is a(S) times the first x.
 */
function gain({ steps, curvatures }: GdPlusPlus, s: number): number {
  let [p, a] = [0, 1];
  steps.forEach((step, layer) => {
    p += step * a ** 2 * (1 - s * p);
    a *= 1 - (curvatures[layer] ?? 0) * s * a ** 2;
  });
  return p;
}

/** Σ x xᵀ of a prompt's first n exemplars by eigen-directions, and Σ y x along each. */
function spectrumOf({ x, y, dim, exemplars }: PromptBatch, b: number, n: number) {
  const first = b * (exemplars + 1);
  const xs = x.subarray(first * dim, (first + n) * dim);
  const { vectors, sizes } = eigenDirections(xs, dim);
  const moment = new Float64Array(dim);
  for (let i = 0; i < n; i++) {
    for (let d = 0; d < dim; d++)
      moment[d] = (moment[d] as number) + (y[first + i] as number) * (xs[i * dim + d] as number);
  }
  return { vectors, sizes, along: vectors.map((vector) => dot(vector, 0, moment, 0, dim)) };
}

const PROMPTS = 32_768; // their errors have a heavy tail
const STARTS = [0.5, 1]; // of all rates but the last step's, in units of `start`: the fit has several minima

/**
 * The rates of GD++ in L layers that answer the prompts of a batch best: least squares of its weights against the true ones,
 * over the first 32,768 prompts. Throws if the prompts are not linear.
 */
export function bestGdPlusPlus(batch: PromptBatch, layers: number, start: number): GdPlusPlus {
  checkInteger("layers", layers, 1);
  const { task, dim, exemplars } = batch;
  if (task?.kind !== "linear") throw new Error("invalid prompts: expected linear tasks");
  const w = Float64Array.from(task.w);
  const [sizes, along, truths]: [number[], number[], number[]] = [[], [], []];
  for (let b = 0; b < Math.min(PROMPTS, batch.prompts); b++) {
    const spectrum = spectrumOf(batch, b, exemplars);
    spectrum.vectors.forEach((vector, k) => {
      sizes.push(spectrum.sizes[k] as number);
      along.push(spectrum.along[k] as number);
      truths.push(dot(vector, 0, w, b * dim, dim));
    });
  }
  const ratesOf = (parameters: readonly number[]): GdPlusPlus => ({
    steps: parameters.slice(0, layers).map((value) => start * value),
    curvatures: parameters.slice(layers).map((value) => start * value),
  });
  const fits = STARTS.map((first) =>
    levenbergMarquardt(
      { x: sizes.map((_, k) => k), y: truths },
      (parameters) => {
        const rates = ratesOf(parameters);
        return (k) => gain(rates, sizes[k] as number) * (along[k] as number);
      },
      {
        initialValues: Array.from({ length: 2 * layers - 1 }, (_, k) => (k === layers - 1 ? 1 : first)),
        ...{ damping: 1, gradientDifference: 1e-4, centralDifference: true, maxIterations: 100, errorTolerance: 0 },
      },
    ),
  );
  const best = fits.reduce((a, b) => (b.parameterError < a.parameterError ? b : a));
  return ratesOf(best.parameterValues);
}

/** The answers of GD++ to fresh queries. */
export function gdPlusPlus(rates: GdPlusPlus): Pick<Learner, "predictQueries"> {
  return {
    async predictQueries(batch, queries, exemplars) {
      const { prompts, dim } = batch;
      const each = queries.length / dim / prompts;
      const answers = new Float32Array(prompts * each);
      const xs = Float64Array.from(queries);
      for (let b = 0; b < prompts; b++) {
        const { vectors, sizes, along } = spectrumOf(batch, b, exemplars);
        const weights = new Float64Array(dim);
        vectors.forEach((vector, k) => {
          const size = gain(rates, sizes[k] as number) * (along[k] as number);
          for (let d = 0; d < dim; d++) weights[d] = (weights[d] as number) + size * (vector[d] as number);
        });
        for (let q = b * each; q < (b + 1) * each; q++) answers[q] = dot(weights, 0, xs, q * dim, dim);
      }
      return answers;
    },
  };
}
