import { describe, expect, it } from "vitest";
import { comparedIds } from "../../src/algorithms/learnerSets.ts";
import { impliedWeights, weightDistance } from "../../src/metrics/impliedWeights.ts";
import { spd } from "../../src/metrics/spd.ts";
import { atPosition, overPositions, squaredDifference } from "../../src/metrics/squaredDifference.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { mean } from "../../src/numerics/statistics.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const D = 4;
const PROMPTS = 400;
const QUERIES = 64;
const task = { dim: D, exemplars: 8, tau: 1, sigma: 0.5 };
const batch = sampleLinear(task, { seed: 6, label: "metrics", first: 0 }, PROMPTS);
const random = randomAt(6, "queries", 0);
const queries = Float32Array.from({ length: PROMPTS * QUERIES * D }, () => random.normal());

const answersOf = async (id: string, exemplars: number) =>
  (await learnerById(id, task)).predictQueries(batch, queries, exemplars);
const impliedBy = async (id: string, exemplars: number) =>
  impliedWeights(queries, await answersOf(id, exemplars), D, PROMPTS);

const unlike = new Set(["zero", "knn(3,uniform)", "knn(3,inverse-square)"]);
const linear = comparedIds.filter((id) => !unlike.has(id));

describe("squaredDifference", () => {
  const a = Float32Array.of(1, 2, 3, 4, 5, 6); // two prompts, three positions
  const b = Float32Array.of(1, 0, 0, 4, 6, 3);

  it("is (a − b)² / scale, and is read by position and over positions", () => {
    const squares = squaredDifference(a, b, 2);
    expect([...squares]).toEqual([0, 2, 4.5, 0, 0.5, 4.5]);
    expect([...atPosition(squares, 3, 1)]).toEqual([2, 0.5]);
    expect([...overPositions(squares, 3, [0, 2])]).toEqual([2.25, 2.25]);
    expect([...overPositions(squares, 3, [])]).toEqual([Number.NaN, Number.NaN]);
  });

  it("has the mean over prompts at every position as SPD", () => {
    expect([...spd(a, b, 3, 2)]).toEqual([0, 1.25, 4.5]);
  });
});

describe("impliedWeights", () => {
  it.each(linear)("fits %s, a linear function of the query, exactly", async (id) => {
    for (const exemplars of [1, 3, 8]) {
      const { linearity } = await impliedBy(id, exemplars);
      for (const value of linearity) expect(value).toBeGreaterThan(1 - 1e-10);
    }
  });

  it("finds the weights of a linear function", () => {
    const w = batch.task?.w as Float32Array;
    const answers = Float32Array.from({ length: PROMPTS * QUERIES }, (_, k) => {
      const b = Math.floor(k / QUERIES);
      let sum = 0;
      for (let d = 0; d < D; d++) sum += (w[b * D + d] as number) * (queries[k * D + d] as number);
      return sum;
    });
    impliedWeights(queries, answers, D, PROMPTS).weights.forEach((value, k) => {
      expect(value).toBeCloseTo(w[k] as number, 5);
    });
  });

  it("leaves a residual that no linear function explains, and R² about 0 from it", async () => {
    const answers = await answersOf("knn(3,uniform)", 8);
    const { weights, linearity } = impliedWeights(queries, answers, D, PROMPTS);
    for (let b = 0; b < PROMPTS; b++) {
      const explained = new Float64Array(D);
      let total = 0;
      let residual = 0;
      for (let m = b * QUERIES; m < (b + 1) * QUERIES; m++) {
        let rest = answers[m] as number;
        for (let d = 0; d < D; d++) rest -= (weights[b * D + d] as number) * (queries[m * D + d] as number);
        for (let d = 0; d < D; d++) explained[d] = (explained[d] as number) + rest * (queries[m * D + d] as number);
        total += (answers[m] as number) ** 2;
        residual += rest ** 2;
      }
      for (const value of explained) expect(Math.abs(value)).toBeLessThan(1e-10 * (1 + total));
      expect(linearity[b]).toBeCloseTo(1 - residual / total, 10);
      expect(linearity[b]).toBeLessThan(0.999);
    }
  });

  it("has no R² where the answers are constant, at 0 or elsewhere", async () => {
    for (const value of (await impliedBy("zero", 3)).linearity) expect(value).toBeNaN();
    for (const value of (await impliedBy("knn(3,uniform)", 2)).linearity) expect(value).toBeNaN(); // the mean of both y
  });
});

describe("SPD and ILWD", () => {
  // Of two linear learners and isotropic x, E ((ŵ_a − ŵ_b)ᵀ x)² = ‖ŵ_a − ŵ_b‖².
  it.each([
    ["ols", "ridge(0.5)", 3],
    ["ols", "gd(0.01,8)", 6],
    ["sgd(0.03)", "averaging", 8],
  ] as const)("of %s and %s are the same in expectation, %i exemplars", async (a, b, exemplars) => {
    const squares = squaredDifference(await answersOf(a, exemplars), await answersOf(b, exemplars), D);
    const ilwd = weightDistance((await impliedBy(a, exemplars)).weights, (await impliedBy(b, exemplars)).weights, D, D);
    const ratios = ilwd.map((value, k) => mean(squares.subarray(k * QUERIES, (k + 1) * QUERIES)) / value);
    // 64 squares of normals have a mean of standard deviation √(2/64): four standard errors.
    expect(Math.abs(mean(ratios) - 1)).toBeLessThan(4 * Math.sqrt(2 / QUERIES / PROMPTS));
  });

  it("weightDistance is ‖a − b‖² / scale by prompt", () => {
    const distances = weightDistance(Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 0, 0, 0), 2, 4);
    expect([...distances]).toEqual([1, 6.25]);
  });
});
