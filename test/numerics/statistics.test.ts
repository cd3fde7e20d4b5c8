import { describe, expect, it } from "vitest";
import { randomAt } from "../../src/numerics/random.ts";
import {
  bootstrap,
  mean,
  median,
  quantileOfSorted,
  spearman,
  summarizeMedian,
  wilson,
} from "../../src/numerics/statistics.ts";

const normals = (n: number, index: number) => {
  const random = randomAt(1, "statistics", index);
  return Float64Array.from({ length: n }, () => random.normal());
};

describe("mean, median and quantiles", () => {
  it("are NumPy's (1.24.2: np.mean, np.median, np.quantile)", () => {
    const values = [3, -1, 4, 1.5, 9];
    const sorted = Float64Array.from(values).sort();
    expect(mean(values)).toBeCloseTo(3.3, 12);
    expect(median(values)).toBe(3);
    expect(median([1, 4, 2, 10])).toBe(3);
    expect([0, 0.1, 0.3, 0.975, 1].map((p) => quantileOfSorted(sorted, p))).toEqual([
      -1,
      0,
      expect.closeTo(1.8, 12),
      expect.closeTo(8.5, 12),
      9,
    ]);
  });

  it("are NaN without values, and infinite if the values are", () => {
    expect([mean([]), median([])]).toEqual([Number.NaN, Number.NaN]);
    expect(median([Infinity, 1, Infinity])).toBe(Infinity);
    expect(summarizeMedian([])).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 0 });
  });

  it("do not depend on the order, nor change it", () => {
    const values = [5, 1, 3];
    expect(median(values)).toBe(median([3, 5, 1]));
    summarizeMedian(values);
    expect(values).toEqual([5, 1, 3]);
  });
});

describe("a NaN among the values", () => {
  it("makes every quantile NaN, wherever it stands", () => {
    for (const values of [
      [Number.NaN, 1, 2],
      [1, Number.NaN, 2],
      [1, 2, Number.NaN],
    ]) {
      expect(median(values)).toBeNaN();
      expect(summarizeMedian(values)).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 3 });
    }
  });
});

describe("spearman", () => {
  it("is SciPy's (1.10.1: scipy.stats.spearmanr), equal values and infinite ones included", () => {
    expect(spearman([3, -1, 4, 1.5, 9], [2, 2, 7, 1, 5])).toBeCloseTo(0.7181848464596079, 14);
    expect(spearman([1, 2, 3, 4], [Infinity, Infinity, 3, 1])).toBeCloseTo(-0.9486832980505139, 14);
    expect(spearman([1, 2, 3], [5, 5, 5])).toBeNaN();
  });
});

describe("wilson", () => {
  it("ends where the share is 1.96 standard errors of the true share away", () => {
    for (const [k, n] of [
      [6, 8],
      [7, 8],
      [1, 3],
      [50, 1000],
    ] as const) {
      const { value, low, high } = wilson(k, n);
      expect(value).toBe(k / n);
      for (const end of [low, high])
        expect(Math.abs(value - end) / Math.sqrt((end * (1 - end)) / n)).toBeCloseTo(1.959964, 6);
    }
  });

  it("stays within 0 and 1, and refuses more successes than trials", () => {
    expect(wilson(8, 8)).toEqual({ value: 1, low: expect.closeTo(0.6755924351, 10), high: 1, n: 8 });
    expect(wilson(0, 8)).toEqual({ value: 0, low: 0, high: expect.closeTo(0.3244075649, 10), n: 8 });
    expect(() => wilson(9, 8)).toThrow(/invalid k/);
    expect(() => wilson(0, 0)).toThrow(/invalid n/);
  });
});

describe("summarizeMedian", () => {
  it("has the interval of the binomial: from the 40th to the 61st of a hundred", () => {
    // P(40 ≤ Binomial(100, ½) ≤ 60) = .9648, as in tables of the sign test.
    const values = Array.from({ length: 100 }, (_, k) => k + 1);
    expect(summarizeMedian(values)).toEqual({ value: 50.5, low: 40, high: 61, n: 100 });
    expect(summarizeMedian([7])).toEqual({ value: 7, low: 7, high: 7, n: 1 });
  });

  it.each([30, 200])("holds the true median of %i values 95 times in a hundred", (n) => {
    const samples = 4000;
    let held = 0;
    for (let k = 0; k < samples; k++) {
      const { low, high } = summarizeMedian(normals(n, k));
      if (low <= 0 && 0 <= high) held += 1;
    }
    expect(held / samples).toBeGreaterThan(0.94);
    expect(held / samples).toBeLessThan(0.98);
  });
});

describe("bootstrap", () => {
  it("is the same for the same seed, and another for another", () => {
    const values = normals(50, 0);
    expect(bootstrap(50, 3).mean(values)).toEqual(bootstrap(50, 3).mean(values));
    expect(bootstrap(50, 4).mean(values)).not.toEqual(bootstrap(50, 3).mean(values));
  });

  it("pairs columns: all see the same resamples", () => {
    const resamples = bootstrap(40, 1);
    const values = normals(40, 1);
    const { low, high, value } = resamples.mean(values);
    const moved = resamples.mean(values.map((x) => 2 * x + 10));
    expect(moved.value).toBeCloseTo(2 * value + 10, 12);
    expect(moved.low).toBeCloseTo(2 * low + 10, 12);
    expect(moved.high).toBeCloseTo(2 * high + 10, 12);
    expect(resamples.mean(new Float64Array(40).fill(3))).toEqual({ value: 3, low: 3, high: 3, n: 40 });
  });

  it("has an interval of about ±1.96 standard errors, that holds the true mean 95 times in a hundred", () => {
    const n = 60;
    const resamples = bootstrap(n, 1);
    let held = 0;
    let width = 0;
    const samples = 2000;
    for (let k = 0; k < samples; k++) {
      const { low, high } = resamples.mean(normals(n, k));
      if (low <= 0 && 0 <= high) held += 1;
      width += (high - low) / samples;
    }
    expect(Math.abs(width / ((2 * 1.96) / Math.sqrt(n)) - 1)).toBeLessThan(0.06);
    expect(held / samples).toBeGreaterThan(0.92);
    expect(held / samples).toBeLessThan(0.97);
  });
});
