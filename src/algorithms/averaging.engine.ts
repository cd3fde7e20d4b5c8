import { addScaled, dot } from "../numerics/dot.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

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
          addScaled(sum, 0, y, x, offset, dim);
          seen += 1;
        },
        answer: (query, offset) => dot(sum, 0, query, offset, dim) / seen,
      };
    },
  );
