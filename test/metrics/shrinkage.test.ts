import { expect, test } from "vitest";
import { gradientDescent } from "../../src/algorithms/gradientDescent.engine.ts";
import type { Learner } from "../../src/algorithms/learner.ts";
import { ols } from "../../src/algorithms/ols.engine.ts";
import { ridge } from "../../src/algorithms/ridge.engine.ts";
import { shrinkage } from "../../src/metrics/shrinkage.ts";
import { eigenDirections } from "../../src/numerics/eigenDirections.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const [dim, n] = [3, 7];
const batch = sampleLinear({ dim, exemplars: n, tau: 1, sigma: 0.5 }, { seed: 4, label: "shrinkage", first: 0 }, 1);
const directions = eigenDirections(batch.x.subarray(0, n * dim), dim);
const units = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]);
const weightsOf = async (learner: Learner, exemplars = n) =>
  Float64Array.from(await learner.predictQueries(batch, units, exemplars));

test("eigen-directions rebuild XᵀX, from the largest on", () => {
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) {
      let wanted = 0;
      for (let k = 0; k < n; k++) wanted += (batch.x[k * dim + i] as number) * (batch.x[k * dim + j] as number);
      const got = directions.vectors.reduce(
        (sum, v, k) => sum + (directions.sizes[k] as number) * (v[i] as number) * (v[j] as number),
        0,
      );
      expect(got).toBeCloseTo(wanted, 8);
    }
  }
  expect([...directions.sizes]).toEqual([...directions.sizes].sort((a, b) => b - a));
});

test("ridge regression shrinks by λ / (λ + s), gradient descent by (1 − 2αs)ᵏ, least squares by 0", async () => {
  const whole = await weightsOf(ols());
  const held = async (learner: Learner) => [...shrinkage(directions, await weightsOf(learner), whole)];
  for (const [learner, formula] of [
    [ridge(0.7), (s: number) => 0.7 / (0.7 + s)],
    [gradientDescent(0.02, 5), (s: number) => (1 - 0.04 * s) ** 5],
    [gradientDescent(0.01), (s: number) => 1 - 0.02 * s],
    [ols(), () => 0],
  ] as const) {
    const got = await held(learner);
    got.forEach((value, k) => {
      expect(value).toBeCloseTo(formula(directions.sizes[k] as number), 4);
    });
  }
});

test("a direction in which the exemplars have nothing has no shrinkage", async () => {
  const one = eigenDirections(batch.x.subarray(0, dim), dim);
  const held = shrinkage(one, await weightsOf(ridge(1), 1), await weightsOf(ols(), 1));
  expect(held[0]).toBeCloseTo(1 / (1 + (one.sizes[0] as number)), 4);
  expect([held[1], held[2]]).toEqual([Number.NaN, Number.NaN]);
});
