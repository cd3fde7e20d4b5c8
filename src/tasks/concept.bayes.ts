import type { Learner } from "../algorithms/learner.ts";
import { onlineLearner } from "../algorithms/online.ts";
import { sumOf } from "../algorithms/prior.engine.ts";
import { ridgeState } from "../algorithms/ridge.engine.ts";
import { checkBetween, checkPositive } from "../numerics/checks.ts";
import type { ConceptPrompts } from "./concept.engine.ts";

/** What the Bayes predictor of a concept must know about the task family. */
export type ConceptTask = Pick<ConceptPrompts, "sigma" | "tau" | "natural" | "spread">;

/**
 * The Bayes predictor of prompts with a concept: E[y] under w ~ N(w₀, t₀² τ² I) with probability π and w ~ N(0, τ² I)
 * otherwise, y = wᵀx + N(0, σ²), σ > 0. Each kind is ridge regression towards its own mean; they are weighted by the
 * densities of the y so far, N(Xw₀, σ² I + t₀² τ² XXᵀ) and N(0, σ² I + τ² XXᵀ), computed exemplar by exemplar.
 */
export function conceptBayes({ sigma, tau, natural, spread }: ConceptTask): Learner {
  checkPositive("sigma", sigma);
  checkPositive("tau", tau);
  checkBetween("natural", natural, 0, 1);
  checkBetween("spread", spread, 0);
  const kinds = [
    { mean: tau, lambda: (sigma / (spread * tau)) ** 2, share: natural },
    { mean: 0, lambda: (sigma / tau) ** 2, share: 1 - natural },
  ];
  return onlineLearner(
    { id: "bayes", family: "bayes", settings: { sigma, tau, natural, spread }, laws: ["exchangeable"] },
    (dim, exemplars) => {
      const states = kinds.map(({ lambda }) => ridgeState(lambda, dim, exemplars)); // of y − mean (1, …, 1)ᵀx
      const logs = new Float64Array(kinds.length); // log (share · density of the y so far), up to a constant
      return {
        reset() {
          kinds.forEach(({ share }, k) => {
            states[k]?.reset();
            logs[k] = Math.log(share);
          });
        },
        observe(x, offset, y) {
          const sum = sumOf(x, offset, dim);
          states.forEach((state, k) => {
            const rest = y - (kinds[k]?.mean ?? 0) * sum;
            const variance = sigma ** 2 * (1 + state.spread(x, offset));
            const off = rest - state.answer(x, offset);
            logs[k] = (logs[k] as number) - 0.5 * (Math.log(variance) + off ** 2 / variance);
            state.observe(x, offset, rest);
          });
        },
        answer(query, offset) {
          const sum = sumOf(query, offset, dim);
          const max = Math.max(...logs);
          let [answer, total] = [0, 0];
          states.forEach((state, k) => {
            const weight = Math.exp((logs[k] as number) - max);
            total += weight;
            answer += weight * ((kinds[k]?.mean ?? 0) * sum + state.answer(query, offset));
          });
          return answer / total;
        },
      };
    },
  );
}
