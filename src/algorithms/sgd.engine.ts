import { checkPositive } from "../numerics/checks.ts";
import { addScaled, dot } from "../numerics/dot.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

/** One pass of stochastic gradient descent, one exemplar per step: w ← w − 2α x (wᵀx − y) (Akyürek et al. 2022, §4.3). */
export function sgd(rate: number): Learner {
  checkPositive("rate", rate);
  return onlineLearner(
    { id: `sgd(${rate})`, family: "sgd", settings: { rate }, laws: ["zeroWithNone", "homogeneous"] },
    (dim) => {
      const w = new Float64Array(dim);
      return {
        reset() {
          w.fill(0);
        },
        observe(x, offset, y) {
          addScaled(w, 0, 2 * rate * (y - dot(w, 0, x, offset, dim)), x, offset, dim);
        },
        answer: (query, offset) => dot(w, 0, query, offset, dim),
      };
    },
  );
}
