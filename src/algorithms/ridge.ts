import type { Learner } from "./learner.ts";
import { dotAt, type OnlineState, onlineLearner } from "./online.ts";

/** Ridge regression, ŵ = (XᵀX + λI)⁻¹ Xᵀy, for 0 < λ < ∞. */
export const ridge = (lambda: number): Learner =>
  onlineLearner(
    {
      id: `ridge(${lambda})`,
      family: "ridge",
      settings: { lambda },
      laws: ["zeroWithNone", "exchangeable", "homogeneous"],
    },
    (dim) => ridgeState(lambda, dim),
  );

/** Ridge's state, with the spread xᵀ(XᵀX + λI)⁻¹x that the Bayes predictor's variance is made of. */
export interface RidgeState extends OnlineState {
  spread(query: Float32Array, offset: number): number;
}

/**
 * All prefixes in one pass by Sherman–Morrison: A⁻¹ ← A⁻¹ − A⁻¹x xᵀA⁻¹ / (1 + xᵀA⁻¹x). Its error grows as the
 * conditioning of A, at most about |X|²/λ: some 1e-16 · 1e4 / λ, harmless in float64 down to the λ ≈ 1e-3 asked here.
 */
export function ridgeState(lambda: number, dim: number): RidgeState {
  const inverse = new Float64Array(dim * dim); // (XᵀX + λI)⁻¹
  const w = new Float64Array(dim);
  const turned = new Float64Array(dim); // A⁻¹x
  return {
    reset() {
      inverse.fill(0);
      for (let d = 0; d < dim; d++) inverse[d * dim + d] = 1 / lambda;
      w.fill(0);
    },
    observe(x, offset, y) {
      let denominator = 1;
      let error = y;
      for (let i = 0; i < dim; i++) {
        let sum = 0;
        for (let j = 0; j < dim; j++) sum += (inverse[i * dim + j] as number) * (x[offset + j] as number);
        turned[i] = sum;
        denominator += sum * (x[offset + i] as number);
        error -= (w[i] as number) * (x[offset + i] as number);
      }
      for (let i = 0; i < dim; i++) {
        const gain = (turned[i] as number) / denominator;
        w[i] = (w[i] as number) + gain * error;
        for (let j = 0; j < dim; j++)
          inverse[i * dim + j] = (inverse[i * dim + j] as number) - gain * (turned[j] as number);
      }
    },
    answer: (query, offset) => dotAt(w, query, offset),
    spread(query, offset) {
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        for (let j = 0; j < dim; j++) {
          sum += (query[offset + i] as number) * (inverse[i * dim + j] as number) * (query[offset + j] as number);
        }
      }
      return sum;
    },
  };
}
