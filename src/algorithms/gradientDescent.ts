import { addScaled, dot, multiply } from "../numerics/dot.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

/**
 * `steps` steps of batch gradient descent from w = 0 on the sum of squared errors: w ← w − 2α (XᵀX w − Xᵀy)
 * (Akyürek et al. 2022, §4.3: the sum over exemplars, not the mean). May diverge where α is large.
 */
export const gradientDescent = (rate: number, steps = 1): Learner =>
  onlineLearner(
    {
      id: steps === 1 ? `gd(${rate})` : `gd(${rate},${steps})`,
      family: "gd",
      settings: { rate, steps },
      laws: ["zeroWithNone", "exchangeable", "homogeneous"],
    },
    (dim) => {
      const gram = new Float64Array(dim * dim); // XᵀX
      const moment = new Float64Array(dim); // Xᵀy
      const w = new Float64Array(dim);
      const residual = new Float64Array(dim);
      const turned = new Float64Array(dim); // XᵀX w
      let stale = true;
      const descend = () => {
        for (let d = 0; d < dim; d++) w[d] = 2 * rate * (moment[d] as number); // from w = 0 the first step needs no XᵀX
        for (let k = 1; k < steps; k++) {
          multiply(gram, w, turned, dim);
          for (let i = 0; i < dim; i++) residual[i] = (moment[i] as number) - (turned[i] as number);
          addScaled(w, 0, 2 * rate, residual, 0, dim);
        }
        stale = false;
      };
      return {
        reset() {
          gram.fill(0);
          moment.fill(0);
          stale = true;
        },
        observe(x, offset, y) {
          addScaled(moment, 0, y, x, offset, dim);
          if (steps > 1) {
            for (let i = 0; i < dim; i++) addScaled(gram, i * dim, x[offset + i] as number, x, offset, dim);
          }
          stale = true;
        },
        answer(query, offset) {
          if (stale) descend();
          return dot(w, 0, query, offset, dim);
        },
      };
    },
  );
