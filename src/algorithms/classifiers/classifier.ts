import type { Learner } from "../learner.ts";
import { onlineLearner } from "../online.ts";

/** The exemplars of a prompt so far, of classes y = ±1. */
export interface Seen {
  readonly dim: number;
  readonly count: number; // n
  readonly x: Float64Array; // [n, D] and more
  readonly y: Float64Array; // [n] and more
}

/**
 * A learner for two classes, ±1; the sign of its answer is the class. `learn` makes a function of the query from the
 * exemplars, once both classes have occurred; with one class only, the answer is that class. Throws if a y is neither 1 nor −1.
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
        if (Math.abs(value) !== 1) throw new Error(`invalid prompts: a classifier needs y = 1 or -1, got ${value}`);
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
export function meanOf({ dim, count, x, y }: Seen, label: number): Float64Array {
  const mean = new Float64Array(dim);
  let members = 0;
  for (let i = 0; i < count; i++) {
    if (y[i] !== label) continue;
    members += 1;
    for (let d = 0; d < dim; d++) mean[d] = (mean[d] as number) + (x[i * dim + d] as number);
  }
  return mean.map((value) => value / members);
}
