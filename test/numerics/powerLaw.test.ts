import fc from "fast-check";
import { expect, test } from "vitest";
import { powerLaw } from "../../src/numerics/powerLaw.ts";

test("the exponent of a power law is found, whatever its factor", () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 10, noNaN: true }), (b, a) => {
      const xs = [1, 2, 5, 7];
      expect(
        powerLaw(
          xs,
          xs.map((x) => a * x ** b),
        ),
      ).toBeCloseTo(b, 9);
    }),
  );
});

test("through points that follow none, it is the slope of least squares", () => {
  const logs = [1, 2, 4, 8].map(Math.log2);
  const mean = 1.5;
  const ys = [1, 3, 5, 30];
  const slope = logs.reduce((sum, u, k) => sum + (u - mean) * Math.log2(ys[k] as number), 0) / 5;
  expect(powerLaw([1, 2, 4, 8], ys)).toBeCloseTo(slope, 12);
});

test("one value has no exponent, and numbers that are not positive are refused", () => {
  expect(powerLaw([2, 2], [1, 3])).toBeNaN();
  expect(() => powerLaw([1, 0], [1, 1])).toThrow("x");
  expect(() => powerLaw([1, 2], [1])).toThrow("ys");
});
