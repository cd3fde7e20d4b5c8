import { expect, test } from "vitest";
import { chiSquareZ } from "../../src/metrics/chiSquareZ.ts";

// Quantiles of χ² from a table (e.g. R's qchisq), against those of the normal distribution.
test.each([
  [1, 3.841, 1.645],
  [10, 18.307, 1.645],
  [10, 23.209, 2.326],
  [10, 29.588, 3.09],
  [3, 0.352, -1.645],
])("a sum of %i squares at quantile %f stands %f standard deviations out", (degrees, sum, deviations) => {
  expect(Math.abs(chiSquareZ(sum, degrees) - deviations)).toBeLessThan(0.05);
});

test("a sum of no squares is 0 standard deviations out", () => expect(chiSquareZ(0, 0)).toBe(0));
