import { inverse, Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { fitBySingularValues } from "../../src/numerics/fitBySingularValues.ts";
import { randomAt } from "../../src/numerics/random.ts";

it("fits rows along the axes in closed form", () => {
  const { weights, spread } = fitBySingularValues(
    Float64Array.of(3, 0, 0, 0, 4, 0),
    Float64Array.of(5, 7, 2),
    3,
    2,
    0.5,
  );
  expect(weights[0]).toBeCloseTo((3 * 5 + 4 * 2) / (25 + 0.5), 12);
  expect(weights[1]).toBeCloseTo(0, 12);
  expect(spread(Float64Array.of(9, 1, 2), 1)).toBeCloseTo(1 / 25.5 + 4 / 0.5, 12);
});

it.each([
  [2, 4],
  [4, 4],
  [9, 4],
  [5, 1],
])("is (XᵀX + λI)⁻¹Xᵀy and xᵀ(XᵀX + λI)⁻¹x by ml-matrix's inverse, %i rows of %i", (rows, dim) => {
  const random = randomAt(1, "fit", rows);
  const draw = (n: number) => Float64Array.from({ length: n }, () => random.normal());
  const [xs, ys, query] = [draw(rows * dim), draw(rows), draw(dim)];
  const x = Matrix.from1DArray(rows, dim, xs);
  const covariance = inverse(Matrix.add(x.transpose().mmul(x), Matrix.eye(dim, dim).mul(0.3)));
  const known = covariance.mmul(x.transpose()).mmul(Matrix.columnVector(ys));
  const q = Matrix.columnVector(query);
  const fit = fitBySingularValues(xs, ys, rows, dim, 0.3);
  fit.weights.forEach((w, d) => {
    expect(w).toBeCloseTo(known.get(d, 0), 11);
  });
  expect(fit.spread(query, 0)).toBeCloseTo(q.transpose().mmul(covariance).mmul(q).get(0, 0), 11);
});
