import { dot } from "../numerics/dot.ts";
import { minimumNorm } from "../numerics/minimumNorm.ts";
import type { Learner } from "./learner.ts";
import { type OnlineState, onlineLearner } from "./online.ts";

/** Ordinary least squares; if several weights fit equally well, those of minimum norm. */
export const ols = (): Learner =>
  onlineLearner(
    {
      id: "ols",
      family: "ols",
      settings: {},
      laws: ["zeroWithNone", "exchangeable", "homogeneous", "exactWhenDetermined"],
    },
    olsState,
  );

/** The state of least squares, with the squared length of a query's part outside the exemplars' span. */
export interface OlsState extends OnlineState {
  outside(query: Float64Array, offset: number): number;
}

export function olsState(dim: number, exemplars: number): OlsState {
  const solver = minimumNorm(dim, exemplars);
  return {
    reset: solver.reset,
    observe: solver.observe,
    answer: (query, offset) => dot(solver.weights(), 0, query, offset, dim),
    outside: solver.outside,
  };
}
