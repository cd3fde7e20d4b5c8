import { checkPositive } from "../numerics/checks.ts";
import { addScaled, dot } from "../numerics/dot.ts";
import { type Fit, fitBySingularValues } from "../numerics/fitBySingularValues.ts";
import { addOuter, multiply } from "../numerics/rows.ts";
import type { Learner } from "./learner.ts";
import { type OnlineState, onlineLearner } from "./online.ts";

/** Ridge regression, ŵ = (XᵀX + λI)⁻¹ Xᵀy, for 0 < λ < ∞. */
export function ridge(lambda: number): Learner {
  checkPositive("lambda", lambda);
  return onlineLearner(
    {
      id: `ridge(${lambda})`,
      family: "ridge",
      settings: { lambda },
      laws: ["zeroWithNone", "exchangeable", "homogeneous"],
    },
    (dim, exemplars) => ridgeState(lambda, dim, exemplars),
  );
}

/** Ridge's state, with the spread xᵀ(XᵀX + λI)⁻¹x from which the variance of the Bayes predictor is computed. */
export interface RidgeState extends OnlineState {
  spread(query: Float64Array, offset: number): number;
}

const STABLE = 1e10; // ‖X‖² / λ up to which the error of Sherman–Morrison, about 1e-17 times that, is below that of float32

/**
 * All prefixes in one pass by Sherman–Morrison, A⁻¹ ← A⁻¹ − A⁻¹x xᵀA⁻¹ / (1 + xᵀA⁻¹x), D² per row. If λ is too
 * small compared with the rows so far for that to be accurate: singular value decomposition of all rows, each time.
 */
export function ridgeState(lambda: number, dim: number, exemplars: number): RidgeState {
  const inverse = new Float64Array(dim * dim); // (XᵀX + λI)⁻¹
  const w = new Float64Array(dim);
  const turned = new Float64Array(dim); // A⁻¹x
  const xs = new Float64Array(exemplars * dim);
  const ys = new Float64Array(exemplars);
  let seen = 0;
  let squares = 0; // ‖X‖²
  let decomposed: Fit | undefined;

  const update = (x: Float64Array, offset: number, y: number): void => {
    multiply(inverse, dim, x, offset, dim, turned);
    const denominator = 1 + dot(turned, 0, x, offset, dim);
    addScaled(w, 0, (y - dot(w, 0, x, offset, dim)) / denominator, turned, 0, dim);
    addOuter(inverse, -1 / denominator, turned, 0, dim);
  };
  const decompose = (): Fit => {
    decomposed ??= fitBySingularValues(xs, ys, seen, dim, lambda);
    return decomposed;
  };

  return {
    reset() {
      inverse.fill(0);
      for (let d = 0; d < dim; d++) inverse[d * dim + d] = 1 / lambda;
      w.fill(0);
      seen = 0;
      squares = 0;
      decomposed = undefined;
    },
    observe(x, offset, y) {
      for (let d = 0; d < dim; d++) xs[seen * dim + d] = x[offset + d] as number;
      ys[seen] = y;
      seen += 1;
      squares += dot(x, offset, x, offset, dim);
      decomposed = undefined;
      if (squares <= STABLE * lambda) update(x, offset, y);
    },
    answer: (query, offset) => dot(squares <= STABLE * lambda ? w : decompose().weights, 0, query, offset, dim),
    spread(query, offset) {
      if (squares > STABLE * lambda) return decompose().spread(query, offset);
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += (query[offset + i] as number) * dot(inverse, i * dim, query, offset, dim);
      return sum;
    },
  };
}
