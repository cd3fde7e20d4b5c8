import { checkInteger, checkPositive } from "../numerics/checks.ts";
import { addScaled, dot } from "../numerics/dot.ts";
import { addOuter, multiply } from "../numerics/rows.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

/**
 * `steps` steps of batch gradient descent from w = 0 on the sum of squared errors: w ← w − 2α (XᵀX w − Xᵀy)
 * (Akyürek et al. 2022, §4.3: the sum over exemplars, not the mean). May diverge if α is large.
 */
export function gradientDescent(rate: number, steps = 1): Learner {
  checkPositive("rate", rate);
  checkInteger("steps", steps, 1);
  return onlineLearner(
    {
      id: steps === 1 ? `gd(${rate})` : `gd(${rate},${steps})`,
      family: "gd",
      settings: { rate, steps },
      laws: ["zeroWithNone", "exchangeable", "homogeneous"],
    },
    (dim) => {
      const contraction = new Float64Array(dim * dim); // I − 2α XᵀX: a step is w ← (I − 2α XᵀX) w + 2α Xᵀy
      const pull = new Float64Array(dim); // 2α Xᵀy, the result of the first step from w = 0
      const w = new Float64Array(dim);
      const contracted = new Float64Array(dim);
      let stale = true;
      const descend = () => {
        w.set(pull);
        for (let k = 1; k < steps; k++) {
          multiply(contraction, dim, w, 0, dim, contracted);
          for (let d = 0; d < dim; d++) w[d] = (contracted[d] as number) + (pull[d] as number);
        }
        stale = false;
      };
      return {
        reset() {
          contraction.fill(0);
          for (let d = 0; d < dim; d++) contraction[d * dim + d] = 1;
          pull.fill(0);
          stale = true;
        },
        observe(x, offset, y) {
          addScaled(pull, 0, 2 * rate * y, x, offset, dim);
          if (steps > 1) addOuter(contraction, -2 * rate, x, offset, dim);
          stale = true;
        },
        answer(query, offset) {
          if (stale) descend();
          return dot(w, 0, query, offset, dim);
        },
      };
    },
  );
}
