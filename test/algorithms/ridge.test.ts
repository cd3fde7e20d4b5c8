import { describe, expect, it } from "vitest";
import { ols } from "../../src/algorithms/ols.engine.ts";
import { ridge } from "../../src/algorithms/ridge.engine.ts";
import { bayes } from "../../src/tasks/linear.bayes.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const batch = sampleLinear({ dim: 5, exemplars: 12, tau: 1, sigma: 0.5 }, { seed: 2, label: "ridge", first: 0 }, 50);

const farthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, k) => Math.max(most, Math.abs(value - (b[k] as number)) / Math.max(1, Math.abs(value))), 0);

describe("ridge", () => {
  it("becomes least squares as λ → 0, without losing digits on the way", async () => {
    const limit = await ols().predict(batch);
    const distances: number[] = [];
    for (const lambda of [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-13, 1e-20, 1e-40]) {
      distances.push(farthest(limit, await ridge(lambda).predict(batch)));
    }
    distances.slice(1).forEach((distance, k) => {
      expect(distance).toBeLessThanOrEqual(Math.max(distances[k] as number, 2e-7));
    });
    expect(distances.at(-1)).toBeLessThan(2e-7);
  });

  it("becomes zero as λ → ∞", async () => {
    const answers = await ridge(1e12).predict(batch);
    expect(farthest(answers, new Float32Array(answers.length))).toBeLessThan(1e-9);
  });

  it("answers the same where x, and λ with it, are scaled by a power of two", async () => {
    const scale = 2 ** 20;
    const scaled = { ...batch, x: batch.x.map((value) => scale * value) };
    expect(await ridge(0.5 * scale ** 2).predict(scaled)).toEqual(await ridge(0.5).predict(batch));
  });
});

describe("bayes", () => {
  it("is ridge with λ = σ² / τ²", async () => {
    expect(await bayes({ sigma: 0.5, tau: 2 }).predict(batch)).toEqual(await ridge(0.0625).predict(batch));
  });

  it("has the variance of no noise as σ → 0", async () => {
    const none = (await bayes({ sigma: 0, tau: 2 }).variance?.(batch)) as Float32Array;
    const little = (await bayes({ sigma: 1e-8, tau: 2 }).variance?.(batch)) as Float32Array;
    expect(farthest(none, little)).toBeLessThan(1e-6);
  });
});
