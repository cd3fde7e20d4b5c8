import { checkBetween } from "../numerics/checks.ts";
import { dot } from "../numerics/dot.ts";
import { fitBySingularValues } from "../numerics/fitBySingularValues.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";
import { sumOf } from "./prior.ts";

/** The exemplars of a prompt so far, of classes y = ±1. */
export interface Seen {
  readonly dim: number;
  readonly count: number; // n
  readonly x: Float64Array; // [n, D] and more
  readonly y: Float64Array; // [n] and more
}

/**
 * A learner of two classes, ±1, whose answer's sign is the class. `learn` makes a function of the query out of the
 * exemplars, once both classes are there; with one class alone the answer is that class.
 */
export const classifier = (
  identity: Pick<Learner, "id" | "family" | "settings">,
  learn: (seen: Seen) => (query: Float64Array, offset: number) => number,
): Learner =>
  onlineLearner({ ...identity, laws: ["zeroWithNone", "exchangeable"] }, (dim, exemplars) => {
    const x = new Float64Array(exemplars * dim);
    const y = new Float64Array(exemplars);
    let count = 0;
    let sum = 0;
    let fitted: ((query: Float64Array, offset: number) => number) | undefined;
    return {
      reset() {
        [count, sum, fitted] = [0, 0, undefined];
      },
      observe(from, offset, value) {
        for (let d = 0; d < dim; d++) x[count * dim + d] = from[offset + d] as number;
        y[count] = value;
        count += 1;
        sum += value;
        fitted = undefined;
      },
      answer(query, offset) {
        if (Math.abs(sum) === count) return Math.sign(sum);
        fitted ??= learn({ dim, count, x, y });
        return fitted(query, offset);
      },
    };
  });

/** The mean x of one class, [D]. */
function meanOf({ dim, count, x, y }: Seen, label: number): Float64Array {
  const mean = new Float64Array(dim);
  let members = 0;
  for (let i = 0; i < count; i++) {
    if (y[i] !== label) continue;
    members += 1;
    for (let d = 0; d < dim; d++) mean[d] = (mean[d] as number) + (x[i * dim + d] as number);
  }
  return mean.map((value) => value / members);
}

/** Which class's mean is nearer: (μ₊ − μ₋)ᵀ(x − (μ₊ + μ₋) / 2). */
export const centroids = (): Learner =>
  classifier({ id: "centroids", family: "centroids", settings: {} }, (seen) => {
    const [above, below] = [meanOf(seen, 1), meanOf(seen, -1)];
    const w = above.map((value, d) => value - (below[d] as number));
    const middle = above.map((value, d) => (value + (below[d] as number)) / 2);
    const level = dot(w, 0, middle, 0, seen.dim);
    return (query, offset) => dot(w, 0, query, offset, seen.dim) - level;
  });

/**
 * Σ x against the middle of the two classes' mean Σ x. With coefficients that are all positive it needs no exemplar to
 * know its direction, and learns a threshold alone.
 */
export const coordinateSum = (): Learner =>
  classifier({ id: "coordinate-sum", family: "prior", settings: {} }, (seen) => {
    const level = (sumOf(meanOf(seen, 1), 0, seen.dim) + sumOf(meanOf(seen, -1), 0, seen.dim)) / 2;
    return (query, offset) => sumOf(query, offset, seen.dim) - level;
  });

/** Ridge regression of y = ±1 on x standardised by the exemplars' own mean and deviation, with an intercept. */
export function ridgeClassifier(lambda: number): Learner {
  checkBetween("lambda", lambda, 0);
  return classifier(
    { id: `ridge-classifier(${lambda})`, family: "ridge", settings: { lambda } },
    ({ dim, count, x, y }) => {
      const mean = new Float64Array(dim);
      const deviation = new Float64Array(dim);
      for (let d = 0; d < dim; d++) {
        const column = Float64Array.from({ length: count }, (_, i) => x[i * dim + d] as number);
        const middle = column.reduce((sum, value) => sum + value, 0) / count;
        mean[d] = middle;
        deviation[d] = Math.sqrt(column.reduce((sum, value) => sum + (value - middle) ** 2, 0) / count) || 1;
      }
      const level = y.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
      const standard = (from: Float64Array, offset: number) =>
        mean.map((middle, d) => ((from[offset + d] as number) - middle) / (deviation[d] as number));
      const xs = new Float64Array(count * dim);
      for (let i = 0; i < count; i++) xs.set(standard(x, i * dim), i * dim);
      const ys = y.slice(0, count).map((value) => value - level);
      const { weights } = fitBySingularValues(xs, ys, count, dim, lambda);
      return (query, offset) => level + dot(weights, 0, standard(query, offset), 0, dim);
    },
  );
}
