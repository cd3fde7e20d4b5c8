import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosPi, ln } from "../../src/numerics/elementary.ts";

const ulp = (x: number) => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

describe("ln", () => {
  it("is Math.log to three units in the last place", () => {
    const positive = fc.double({ min: 2 ** -1022, max: Number.MAX_VALUE, noNaN: true });
    const nearOne = fc.double({ min: 0.5, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(positive, nearOne), (x) => {
        const known = Math.log(x);
        expect(Math.abs(ln(x) - known)).toBeLessThanOrEqual(known === 0 ? 0 : 3 * ulp(known));
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  it("is exact at one, and near it does not cancel", () => {
    expect(ln(1)).toBe(0);
    expect(ln(1 + 2 ** -40)).toBeCloseTo(Math.log1p(2 ** -40), 24);
    expect(ln(1 - 2 ** -40)).toBeCloseTo(Math.log1p(-(2 ** -40)), 24);
  });
});

describe("cosPi", () => {
  it("is Math.cos(πx) to 1e-15", () => {
    for (let k = 0; k <= 4096; k++)
      expect(Math.abs(cosPi(k / 4096) - Math.cos((Math.PI * k) / 4096))).toBeLessThan(1e-15);
  });

  it("is exact at both ends, odd about the middle, and falls", () => {
    expect([cosPi(0), cosPi(1)]).toEqual([1, -1]);
    for (let k = 1; k <= 1000; k++) {
      expect(cosPi(k / 1000)).toBeLessThan(cosPi((k - 1) / 1000));
      expect(cosPi(1 - k / 1024)).toBe(-cosPi(k / 1024) + 0);
    }
  });
});
