import { describe, expect, it } from "vitest";
import type { Learner } from "../../src/algorithms/learner.ts";
import { ols } from "../../src/algorithms/ols.engine.ts";
import { ridge } from "../../src/algorithms/ridge.engine.ts";
import { zero } from "../../src/algorithms/zero.engine.ts";
import { effectiveLambda, lambdaGrid } from "../../src/metrics/effectiveLambda.ts";
import { positionsIn } from "../../src/metrics/positions.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const batch = sampleLinear({ dim: 4, exemplars: 8, tau: 1, sigma: 0 }, { seed: 1, label: "λ", first: 0 }, 64);
const POSITIONS = 9;
const all = positionsIn("all", 4, 8);

const learnerAt = (lambda: number): Learner =>
  lambda === 0 ? ols() : lambda === Number.POSITIVE_INFINITY ? zero() : ridge(lambda);
const answersByLambda = await Promise.all(lambdaGrid.map((lambda) => learnerAt(lambda).predict(batch)));
const effectiveOf = async (learner: Learner, chosen = all) =>
  effectiveLambda(await learner.predict(batch), answersByLambda, POSITIONS, chosen);

describe("effectiveLambda", () => {
  it("has a grid of 0, quarter powers of 2 from 2⁻¹⁰ to 2¹⁰, and ∞", () => {
    expect(lambdaGrid.length).toBe(83);
    expect([lambdaGrid[0], lambdaGrid[1], lambdaGrid[41], lambdaGrid[81], lambdaGrid[82]]).toEqual([
      0,
      2 ** -10,
      1,
      2 ** 10,
      Number.POSITIVE_INFINITY,
    ]);
    lambdaGrid.slice(1).forEach((lambda, k) => {
      expect(lambda).toBeGreaterThan(lambdaGrid[k] as number);
    });
  });

  it("is its own λ for every ridge of the grid, 0 for least squares and ∞ for zero", async () => {
    for (const lambda of lambdaGrid) expect(await effectiveOf(learnerAt(lambda))).toBe(lambda);
    expect(await effectiveOf(learnerAt(1), [2])).toBe(1);
  });

  it("is the grid's nearest for a ridge between two of its λ", async () => {
    expect(await effectiveOf(ridge(1.05))).toBe(1);
    expect(await effectiveOf(ridge(0.47))).toBe(0.5);
    expect(await effectiveOf(ridge(1e-7))).toBe(0);
    expect(await effectiveOf(ridge(1e6))).toBe(Number.POSITIVE_INFINITY);
  });

  it("reads only the given positions", async () => {
    const [a, b] = await Promise.all([ridge(1).predict(batch), ridge(4).predict(batch)]);
    const mixed = a.map((value, k) => (k % POSITIONS < 5 ? value : (b[k] as number)));
    expect(effectiveLambda(mixed, answersByLambda, POSITIONS, [1, 2, 3, 4])).toBe(1);
    expect(effectiveLambda(mixed, answersByLambda, POSITIONS, [5, 6, 7, 8])).toBe(4);
  });

  it("is NaN if the answers are", () => {
    expect(
      effectiveLambda(new Float32Array(64 * POSITIONS).fill(Number.NaN), answersByLambda, POSITIONS, all),
    ).toBeNaN();
  });
});

describe("positionsIn", () => {
  it.each([
    ["all", 4, 6, [1, 2, 3, 4, 5, 6]],
    ["under", 4, 6, [1, 2, 3]],
    ["away", 4, 7, [1, 2, 6, 7]],
    ["away", 5, 10, [1, 2, 8, 9, 10]],
    ["away", 1, 3, [2, 3]],
    ["under", 1, 3, []],
    ["under", 5, 3, [1, 2, 3]],
    ["away", 4, 3, [1, 2]],
    ["all", 4, 0, []],
  ] as const)("%s, %i dimensions and %i exemplars", (set, dim, exemplars, known) => {
    expect(positionsIn(set, dim, exemplars)).toEqual(known);
  });
});
