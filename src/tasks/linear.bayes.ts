import type { Learner } from "../algorithms/learner.ts";
import { olsState } from "../algorithms/ols.engine.ts";
import { atEveryPosition, onlineLearner } from "../algorithms/online.ts";
import { ridgeState } from "../algorithms/ridge.engine.ts";
import { checkBetween, checkPositive } from "../numerics/checks.ts";

/**
 * The Bayes predictor of y = wᵀx + N(0, σ²), w ~ N(0, τ²I): ridge regression with λ = σ²/τ², least squares of minimum
 * norm if σ = 0. Its variance is that of y, the noise included.
 */
export function bayes({ sigma, tau }: { readonly sigma: number; readonly tau: number }): Learner {
  checkBetween("sigma", sigma, 0);
  checkPositive("tau", tau);
  const lambda = (sigma / tau) ** 2;
  const laws = ["zeroWithNone", "exchangeable", "homogeneous"] as const;
  const identity = { id: "bayes", family: "bayes", settings: { sigma, tau } } as const;
  if (lambda === 0) {
    return {
      ...onlineLearner({ ...identity, laws: [...laws, "exactWhenDetermined"] }, olsState),
      variance: async (batch) =>
        atEveryPosition(batch, olsState, (state, _, query, at) => tau ** 2 * state.outside(query, at)),
    };
  }
  const start = (dim: number, exemplars: number) => ridgeState(lambda, dim, exemplars);
  return {
    ...onlineLearner({ ...identity, laws }, start),
    variance: async (batch) =>
      atEveryPosition(batch, start, (state, _, query, at) => sigma ** 2 * (1 + state.spread(query, at))),
  };
}
