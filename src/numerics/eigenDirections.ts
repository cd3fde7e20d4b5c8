import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** The eigen-directions of XᵀX, from the largest to the smallest. */
export interface EigenDirections {
  readonly vectors: readonly Float64Array[]; // D of them, [D] each, of length 1; the largest entry is positive
  readonly sizes: Float64Array; // [D], s: the eigenvalues; 0 if only rounding is left
}

const ROUNDING = 1e-12; // share of the largest s: smaller values are rounding

/** Eigen-directions of XᵀX for x [n, D]. */
export function eigenDirections(x: ArrayLike<number>, dim: number): EigenDirections {
  const products = Matrix.zeros(dim, dim);
  for (let from = 0; from < x.length; from += dim) {
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++)
        products.set(i, j, products.get(i, j) + (x[from + i] as number) * (x[from + j] as number));
    }
  }
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const order = [...realEigenvalues.keys()].sort(
    (a, b) => (realEigenvalues[b] as number) - (realEigenvalues[a] as number),
  );
  const vectors = order.map((k) => {
    const vector = Float64Array.from(eigenvectorMatrix.getColumn(k));
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-12 ? value : best), 0);
    return largest < 0 ? vector.map((value) => -value) : vector;
  });
  const largest = realEigenvalues[order[0] as number] as number;
  const size = (s: number) => (s > ROUNDING * largest ? s : 0);
  return { vectors, sizes: Float64Array.from(order, (k) => size(realEigenvalues[k] as number)) };
}
