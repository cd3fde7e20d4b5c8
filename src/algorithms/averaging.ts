import type { Learner } from "./learner.ts";
import { dotAt, onlineLearner } from "./online.ts";

/** ŵ = mean of yᵢ xᵢ (Garg et al. 2022, "averaging"). */
export const averaging = (): Learner =>
  onlineLearner(
    { id: "averaging", family: "averaging", settings: {}, laws: ["zeroWithNone", "exchangeable", "homogeneous"] },
    (dim) => {
      const sum = new Float64Array(dim); // Σ yᵢ xᵢ
      let seen = 0;
      return {
        reset() {
          sum.fill(0);
          seen = 0;
        },
        observe(x, offset, y) {
          for (let d = 0; d < dim; d++) sum[d] = (sum[d] as number) + y * (x[offset + d] as number);
          seen += 1;
        },
        answer: (query, offset) => dotAt(sum, query, offset) / seen,
      };
    },
  );
