import { describe, expect, it } from "vitest";
import { randomAt } from "../../src/numerics/random.ts";

const NEIGHBOURS = 100_000;
const DRAWS = 4; // of each stream
const FEW = 20_000; // streams of another seed or label

/** Draws 0…DRAWS − 1 of streams 0…NEIGHBOURS: one array for each place in the stream. */
function drawsOf(seed: number, label: string, kind: "uniform" | "normal", streams = NEIGHBOURS + 1): Float64Array[] {
  const places = Array.from({ length: DRAWS }, () => new Float64Array(streams));
  for (let index = 0; index < streams; index++) {
    const random = randomAt(seed, label, index);
    for (const place of places) place[index] = random[kind]();
  }
  return places;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const n = Math.min(a.length, b.length);
  let [sumA, sumB, aa, bb, ab] = [0, 0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    const [u, v] = [a[k] as number, b[k] as number];
    sumA += u;
    sumB += v;
    aa += u * u;
    bb += v * v;
    ab += u * v;
  }
  return (ab - (sumA * sumB) / n) / Math.sqrt((aa - sumA ** 2 / n) * (bb - sumB ** 2 / n));
}

/** |r| < 4 / √n: four standard deviations of the correlation of independent draws. */
const expectUncorrelated = (a: Float64Array, b: Float64Array) =>
  expect(Math.abs(correlation(a, b))).toBeLessThan(4 / Math.sqrt(Math.min(a.length, b.length)));

describe.each(["uniform", "normal"] as const)("the k-th %s draw", (kind) => {
  const draws = drawsOf(5, "data", kind);

  it("of one prompt is uncorrelated with that of the next", () => {
    for (const place of draws) expectUncorrelated(place, place.subarray(1));
  });

  it("is uncorrelated with the others of its own prompt", () => {
    for (let k = 1; k < DRAWS; k++) {
      expectUncorrelated(draws[0] as Float64Array, draws[k] as Float64Array);
    }
  });

  it.each([
    [6, "data"],
    [5 + 2 ** 32, "data"],
    [5, "datb"],
    [5, "data/noise"],
    [5, "evaluation"],
  ] as const)("is uncorrelated with that of seed %d, label %s", (seed, label) => {
    const others = drawsOf(seed, label, kind, FEW);
    draws.forEach((place, k) => {
      expectUncorrelated(place, others[k] as Float64Array);
    });
  });
});

describe("randomAt", () => {
  it("is the same stream for the same seed, label and index, and another for any other", () => {
    const first = (seed: number, label: string, index: number) => randomAt(seed, label, index).uniform();
    expect(first(1, "data", 2)).toBe(first(1, "data", 2));
    const all = [
      ...[0, 1, 2, 2 ** 32, 2 ** 53 - 1].flatMap((k) => [
        first(k, "data", 0),
        first(0, "data", k > 2 ** 40 ? k : k + 2 ** 20),
      ]),
      ...["", "a", "b", "ab", "ba", "a/b"].map((label) => first(0, label, 0)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it("does not repeat a first draw among neighbours more often than chance", () => {
    const firsts = (drawsOf(1, "data", "uniform")[0] as Float64Array).values();
    const repeated = NEIGHBOURS + 1 - new Set(firsts).size;
    expect(repeated).toBeLessThan(10); // 2³² values: 1.2 expected
  });

  it("has not moved (these values may be wrong, but must not change silently)", () => {
    const random = randomAt(1, "data", 0);
    expect([random.uniform(), random.uniform(), random.normal(), random.normal(), random.integer(1000)]).toEqual([
      0.6461973588448018, 0.2702541493345052, 0.012182982998043688, 2.071589271717258, 251,
    ]);
  });

  it("draws uniforms in [0, 1) that fill it evenly", () => {
    const values = (drawsOf(2, "data", "uniform")[0] as Float64Array).slice().sort();
    expect(values[0]).toBeGreaterThanOrEqual(0);
    expect(values.at(-1)).toBeLessThan(1);
    expect(farthestFrom(values, (x) => x)).toBeLessThan(1.95 / Math.sqrt(values.length)); // Kolmogorov–Smirnov, p = .001
  });

  it("draws normals, both of a pair, with the normal's distribution", () => {
    for (const place of drawsOf(3, "data", "normal").slice(0, 2)) {
      const n = place.length;
      const moment = (power: number) => place.reduce((sum, x) => sum + x ** power, 0) / n;
      expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
      expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
      expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
      expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
      expect(farthestFrom(place.slice().sort(), normalCdf)).toBeLessThan(1.95 / Math.sqrt(n));
    }
  });

  it("draws every integer below n about equally often", () => {
    const counts = new Array<number>(7).fill(0);
    const random = randomAt(4, "data", 0);
    for (let k = 0; k < 70_000; k++) {
      const drawn = random.integer(7);
      counts[drawn] = (counts[drawn] as number) + 1;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquared).toBeLessThan(22.5); // six degrees of freedom, p = .001
  });
});

/** The Kolmogorov–Smirnov distance of ascending values to a distribution function. */
function farthestFrom(sorted: Float64Array, cdf: (x: number) => number): number {
  const n = sorted.length;
  return sorted.reduce((most, x, k) => Math.max(most, Math.abs(cdf(x) - k / n), Math.abs(cdf(x) - (k + 1) / n)), 0);
}

/** Φ(x) by its power series, to 1e-12 for the |x| < 6 asked here. */
function normalCdf(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
