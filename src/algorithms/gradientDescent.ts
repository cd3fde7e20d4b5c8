import type { Learner } from "./learner.ts";
import { dotAt, onlineLearner } from "./online.ts";

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
      let stale = true;
      const descend = () => {
        w.fill(0);
        for (let k = 0; k < steps; k++) {
          for (let i = 0; i < dim; i++) {
            let sum = moment[i] as number;
            if (k > 0) for (let j = 0; j < dim; j++) sum -= (gram[i * dim + j] as number) * (w[j] as number);
            residual[i] = sum;
          }
          for (let i = 0; i < dim; i++) w[i] = (w[i] as number) + 2 * rate * (residual[i] as number);
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
          for (let i = 0; i < dim; i++) {
            const xi = x[offset + i] as number;
            moment[i] = (moment[i] as number) + y * xi;
            if (steps === 1) continue; // from w = 0 the first step needs no XᵀX
            for (let j = 0; j < dim; j++)
              gram[i * dim + j] = (gram[i * dim + j] as number) + xi * (x[offset + j] as number);
          }
          stale = true;
        },
        answer(query, offset) {
          if (stale) descend();
          return dotAt(w, query, offset);
        },
      };
    },
  );
