import { checkPositive } from "../numerics/checks.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

/** Answers w₀ᵀx with w₀ = τ (1, …, 1), independent of the exemplars: it uses only the concept of the task family. */
export function prior({ tau }: { readonly tau: number }): Learner {
  checkPositive("tau", tau);
  return onlineLearner({ id: "prior", family: "prior", settings: { tau }, laws: ["exchangeable"] }, (dim) => ({
    reset() {},
    observe() {},
    answer: (query, offset) => tau * sumOf(query, offset, dim),
  }));
}

/** (1, …, 1)ᵀx. */
export function sumOf(x: Float64Array, offset: number, dim: number): number {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += x[offset + d] as number;
  return sum;
}
