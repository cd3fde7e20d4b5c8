import { addScaled, dot } from "./dot.ts";
import { fitBySingularValues } from "./fitBySingularValues.ts";

/** Least squares of minimum norm over a growing set of rows. */
export interface MinimumNorm {
  reset(): void;
  observe(x: Float64Array, offset: number, y: number): void;
  /** The weights of smallest norm among those that fit the rows so far best. [D], valid until the next row. */
  weights(): Float64Array;
  /** Squared length of a vector's part outside the span of the rows. */
  outside(x: Float64Array, offset: number): number;
}

const DEPENDENT = 1e-10; // a row depends on earlier ones if its part outside the span is shorter than this share of its length

/**
 * A row outside the span of those before: its part outside (Gram–Schmidt, done twice) moves the weights just enough to
 * fit it, and changes no earlier residual. From D independent rows on: Givens rotations keep the triangular R of X = QR,
 * and R w = Qᵀy is solved. Both are backward stable and cost O(D²) per row. A row that depends on earlier ones before D are
 * independent (a repeated row of a table, a column of zeros): singular value decomposition of all rows.
 */
export function minimumNorm(dim: number, rows: number): MinimumNorm {
  const basis = growingBasis(dim);
  const triangle = triangularSystem(dim);
  const w = new Float64Array(dim);
  const xs = new Float64Array(rows * dim);
  const ys = new Float64Array(rows);
  let seen = 0;
  let stale = false;
  return {
    reset() {
      basis.reset();
      triangle.reset();
      w.fill(0);
      seen = 0;
      stale = false;
    },
    observe(x, offset, y) {
      for (let d = 0; d < dim; d++) xs[seen * dim + d] = x[offset + d] as number;
      ys[seen] = y;
      seen += 1;
      triangle.rotateIn(x, offset, y);
      if (basis.rank() === dim) {
        stale = true;
        return;
      }
      const outside = basis.outside(x, offset);
      if (outside <= DEPENDENT ** 2 * dot(x, offset, x, offset, dim)) {
        stale = true;
        return;
      }
      basis.grow(outside);
      if (!stale) addScaled(w, 0, (y - dot(w, 0, x, offset, dim)) / outside, basis.part, 0, dim);
    },
    weights() {
      if (stale) {
        if (basis.rank() === dim) triangle.solve(w);
        else w.set(fitBySingularValues(xs, ys, seen, dim, 0).weights);
        stale = false;
      }
      return w;
    },
    outside: basis.outside,
  };
}

/** Orthonormal vectors that span the rows so far. */
interface GrowingBasis {
  reset(): void;
  rank(): number;
  readonly part: Float64Array; // the part outside the span from the last call of outside(), [D]
  /** Squared length of a vector's part outside the span. */
  outside(x: Float64Array, offset: number): number;
  /** Adds the direction of `part` to the basis; `outside` is its squared length. */
  grow(outside: number): void;
}

function growingBasis(dim: number): GrowingBasis {
  const basis = new Float64Array(dim * dim); // `rank` rows
  const part = new Float64Array(dim);
  let rank = 0;
  return {
    reset() {
      rank = 0;
    },
    rank: () => rank,
    part,
    outside(x, offset) {
      for (let d = 0; d < dim; d++) part[d] = x[offset + d] as number;
      for (let pass = 0; pass < 2; pass++) {
        for (let k = 0; k < rank; k++) {
          addScaled(part, 0, -dot(basis, k * dim, part, 0, dim), basis, k * dim, dim);
        }
      }
      return dot(part, 0, part, 0, dim);
    },
    grow(outside) {
      const length = Math.sqrt(outside);
      for (let d = 0; d < dim; d++) basis[rank * dim + d] = (part[d] as number) / length;
      rank += 1;
    },
  };
}

/** R w = Qᵀy, where X = QR is the rows so far. */
interface TriangularSystem {
  reset(): void;
  rotateIn(x: Float64Array, offset: number, y: number): void;
  /** Writes its solution to w, [D]. Needs D independent rows. */
  solve(w: Float64Array): void;
}

function triangularSystem(dim: number): TriangularSystem {
  const triangle = new Float64Array(dim * (dim + 1)); // [R | Qᵀy], rows of D + 1
  const row = new Float64Array(dim + 1);
  return {
    reset() {
      triangle.fill(0);
    },
    rotateIn(x, offset, y) {
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
    },
    solve(w) {
      for (let i = dim - 1; i >= 0; i--) {
        const at = i * (dim + 1);
        const solvedPart = dot(triangle, at + i + 1, w, i + 1, dim - i - 1);
        w[i] = ((triangle[at + dim] as number) - solvedPart) / (triangle[at + i] as number);
      }
    },
  };
}
