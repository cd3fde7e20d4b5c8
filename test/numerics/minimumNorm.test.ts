import fc from "fast-check";
import { Matrix, pseudoInverse } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { minimumNorm } from "../../src/numerics/minimumNorm.ts";

/** Small whole numbers: rows repeat, vanish and depend on one another all the time. */
const anyRows = fc.integer({ min: 1, max: 4 }).chain((dim) =>
  fc.record({
    dim: fc.constant(dim),
    rows: fc.array(
      fc.record({
        x: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: dim, maxLength: dim }),
        y: fc.integer({ min: -9, max: 9 }),
      }),
      { minLength: 1, maxLength: 7 },
    ),
  }),
);

describe("minimumNorm", () => {
  it("is ml-matrix's pseudo-inverse times y after every row, whatever the rows", () => {
    fc.assert(
      fc.property(anyRows, ({ dim, rows }) => {
        const solver = minimumNorm(dim, rows.length);
        rows.forEach(({ x, y }, n) => {
          solver.observe(Float64Array.from(x), 0, y);
          const seen = rows.slice(0, n + 1);
          const known = pseudoInverse(new Matrix(seen.map((row) => row.x))).mmul(
            Matrix.columnVector(seen.map((row) => row.y)),
          );
          solver.weights().forEach((w, d) => {
            expect(w).toBeCloseTo(known.get(d, 0), 9);
          });
        });
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it("forgets all rows on reset", () => {
    const solver = minimumNorm(2, 3);
    const xs = Float64Array.of(1, 2, 1, 2, 0, 1);
    const answer = () => {
      for (let n = 0; n < 3; n++) solver.observe(xs, 2 * n, n + 1);
      return [...solver.weights()];
    };
    const first = answer();
    solver.reset();
    expect([...solver.weights()]).toEqual([0, 0]);
    expect(answer()).toEqual(first);
  });

  it("says how much of a vector is outside the rows' span", () => {
    const solver = minimumNorm(3, 3);
    solver.observe(Float64Array.of(0, 3, 4), 0, 1);
    solver.observe(Float64Array.of(0, 6, 8), 0, 1);
    expect(solver.outside(Float64Array.of(2, 3, 4), 0)).toBeCloseTo(4, 12);
    expect(solver.outside(Float64Array.of(0, 4, -3), 0)).toBeCloseTo(25, 12);
  });

  it("keeps its digits through a Hilbert matrix", () => {
    // Columns 1/(i + j + 1): condition 5e5 at D = 5. The exact weights are whole numbers by construction.
    const dim = 5;
    const solver = minimumNorm(dim, dim);
    for (let i = 0; i < dim; i++) {
      const row = Float64Array.from({ length: dim }, (_, j) => 1 / (i + j + 1));
      solver.observe(
        row,
        0,
        row.reduce((sum, value, j) => sum + (j + 1) * value, 0),
      );
    }
    solver.weights().forEach((w, j) => {
      expect(w).toBeCloseTo(j + 1, 9);
    });
  });
});
