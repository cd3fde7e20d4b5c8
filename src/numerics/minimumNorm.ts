import { Matrix, SVD } from "ml-matrix";

/** Least squares of minimum norm over a growing set of rows. */
export interface MinimumNorm {
  reset(): void;
  observe(x: Float32Array, offset: number, y: number): void;
  /** The weights that fit the rows so far best; of those, the ones of smallest norm. [D], valid until the next row. */
  weights(): Float64Array;
  /** Squared length of a vector's part outside the span of the rows. */
  outside(x: Float32Array, offset: number): number;
}

const DEPENDENT = 1e-10; // a row whose part outside the span is this much shorter than itself adds nothing new

/**
 * Fewer rows than dimensions, all independent: each row's part outside the span (Gram–Schmidt, done twice) moves the
 * weights just enough to fit it. From D independent rows on: Givens rotations keep the triangular R of X = QR, and
 * R w = Qᵀy is solved. Both are backward stable and cost O(D²) a row. Rows that depend on earlier ones before D are
 * independent (repeated rows of a table, a column of zeros): singular value decomposition of all rows, each time.
 */
export function minimumNorm(dim: number, rows: number): MinimumNorm {
  const basis = new Float64Array(dim * dim); // orthonormal rows spanning the rows so far, `rank` of them
  const w = new Float64Array(dim);
  const part = new Float64Array(dim);
  const triangle = new Float64Array(dim * (dim + 1)); // [R | Qᵀy], rows of D + 1
  const row = new Float64Array(dim + 1);
  const xs = new Float64Array(rows * dim);
  const ys = new Float64Array(rows);
  let seen = 0;
  let rank = 0;
  let independent = true;
  let stale = false;

  const partOutside = (x: Float32Array, offset: number): number => {
    for (let d = 0; d < dim; d++) part[d] = x[offset + d] as number;
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < rank; k++) {
        let along = 0;
        for (let d = 0; d < dim; d++) along += (basis[k * dim + d] as number) * (part[d] as number);
        for (let d = 0; d < dim; d++) part[d] = (part[d] as number) - along * (basis[k * dim + d] as number);
      }
    }
    let square = 0;
    for (let d = 0; d < dim; d++) square += (part[d] as number) ** 2;
    return square;
  };

  const rotateIn = (x: Float32Array, offset: number, y: number): void => {
    for (let d = 0; d < dim; d++) row[d] = x[offset + d] as number;
    row[dim] = y;
    for (let i = 0; i < dim; i++) {
      const below = row[i] as number;
      if (below === 0) continue;
      const at = i * (dim + 1);
      const diagonal = triangle[at + i] as number;
      const length = Math.sqrt(diagonal * diagonal + below * below);
      const cos = diagonal / length;
      const sin = below / length;
      for (let j = i; j <= dim; j++) {
        const upper = triangle[at + j] as number;
        const lower = row[j] as number;
        triangle[at + j] = cos * upper + sin * lower;
        row[j] = cos * lower - sin * upper;
      }
    }
  };

  const solveTriangle = (): void => {
    for (let i = dim - 1; i >= 0; i--) {
      const at = i * (dim + 1);
      let sum = triangle[at + dim] as number;
      for (let j = i + 1; j < dim; j++) sum -= (triangle[at + j] as number) * (w[j] as number);
      w[i] = sum / (triangle[at + i] as number);
    }
  };

  const decompose = (): void => {
    const matrix = Matrix.from1DArray(seen, dim, xs.subarray(0, seen * dim));
    const svd = new SVD(matrix, { autoTranspose: true });
    const { leftSingularVectors: u, rightSingularVectors: v, diagonal: s } = svd;
    const smallest = Math.max(seen, dim) * 2 ** -52 * (s[0] ?? 0);
    w.fill(0);
    s.forEach((value, k) => {
      if (value <= smallest) return;
      let along = 0;
      for (let i = 0; i < seen; i++) along += u.get(i, k) * (ys[i] as number);
      for (let d = 0; d < dim; d++) w[d] = (w[d] as number) + (along / value) * v.get(d, k);
    });
  };

  return {
    reset() {
      w.fill(0);
      triangle.fill(0);
      seen = 0;
      rank = 0;
      independent = true;
      stale = false;
    },
    observe(x, offset, y) {
      for (let d = 0; d < dim; d++) xs[seen * dim + d] = x[offset + d] as number;
      ys[seen] = y;
      seen += 1;
      rotateIn(x, offset, y);
      if (rank === dim) {
        stale = true;
        return;
      }
      let whole = 0;
      let error = y;
      for (let d = 0; d < dim; d++) {
        const value = x[offset + d] as number;
        whole += value * value;
        error -= (w[d] as number) * value;
      }
      const outside = partOutside(x, offset);
      if (outside <= DEPENDENT ** 2 * whole) {
        independent = false;
        stale = true;
        return;
      }
      const length = Math.sqrt(outside);
      for (let d = 0; d < dim; d++) basis[rank * dim + d] = (part[d] as number) / length;
      rank += 1;
      if (independent) for (let d = 0; d < dim; d++) w[d] = (w[d] as number) + ((part[d] as number) * error) / outside;
      else stale = true;
    },
    weights() {
      if (stale) {
        if (rank === dim) solveTriangle();
        else decompose();
        stale = false;
      }
      return w;
    },
    outside: partOutside,
  };
}
