import type { Learner } from "./learner.ts";
import { dotAt, onlineLearner } from "./online.ts";

/** One pass of stochastic gradient descent, an exemplar a step: w ← w − 2α x (wᵀx − y) (Akyürek et al. 2022, §4.3). */
export const sgd = (rate: number): Learner =>
  onlineLearner(
    { id: `sgd(${rate})`, family: "sgd", settings: { rate }, laws: ["zeroWithNone", "homogeneous"] },
    (dim) => {
      const w = new Float64Array(dim);
      return {
        reset() {
          w.fill(0);
        },
        observe(x, offset, y) {
          const step = 2 * rate * (y - dotAt(w, x, offset));
          for (let d = 0; d < dim; d++) w[d] = (w[d] as number) + step * (x[offset + d] as number);
        },
        answer: (query, offset) => dotAt(w, query, offset),
      };
    },
  );
