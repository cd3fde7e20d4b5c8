import { Matrix, SVD } from "ml-matrix";
import { dot } from "./dot.ts";

/** A fit of rows x to y. */
export interface Fit {
  readonly weights: Float64Array; // [D]
  /** xᵀ(XᵀX + λI)⁻¹x; λ > 0. */
  spread(x: Float64Array, offset: number): number;
}

/**
 * argmin_w ‖Xw − y‖² + λ‖w‖² by the singular value decomposition of X: correct for any rows and any λ ≥ 0, of minimum norm
 * if λ = 0, and slow. xs [rows, D], ys [rows], rows ≥ 1.
 */
export function fitBySingularValues(
  xs: Float64Array,
  ys: Float64Array,
  rows: number,
  dim: number,
  lambda: number,
): Fit {
  const svd = new SVD(Matrix.from1DArray(rows, dim, xs.subarray(0, rows * dim)), { autoTranspose: true });
  const { leftSingularVectors: u, rightSingularVectors: v, diagonal: s } = svd;
  const smallest = Math.max(rows, dim) * 2 ** -52 * (s[0] ?? 0); // below it a singular value is rounding
  const retained = s.filter((value) => value > smallest);
  const directions = retained.map((_, k) => Float64Array.from({ length: dim }, (_, d) => v.get(d, k)));
  const weights = new Float64Array(dim);
  retained.forEach((value, k) => {
    let along = 0;
    for (let i = 0; i < rows; i++) along += u.get(i, k) * (ys[i] as number);
    const direction = directions[k] as Float64Array;
    for (let d = 0; d < dim; d++) {
      weights[d] = (weights[d] as number) + ((along * value) / (value * value + lambda)) * (direction[d] as number);
    }
  });
  return {
    weights,
    spread(x, offset) {
      let outside = dot(x, offset, x, offset, dim);
      let within = 0;
      directions.forEach((direction, k) => {
        const square = dot(direction, 0, x, offset, dim) ** 2;
        outside -= square;
        within += square / ((retained[k] as number) ** 2 + lambda);
      });
      return within + Math.max(0, outside) / lambda;
    },
  };
}
