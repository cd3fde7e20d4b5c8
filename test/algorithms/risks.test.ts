import { describe, expect, it } from "vitest";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const D = 8;

/** Mean over prompts of (a − b)² / D at every position. */
function byPosition(batch: PromptBatch, a: Float32Array, b: Float32Array): number[] {
  const positions = batch.exemplars + 1;
  const means = new Array<number>(positions).fill(0);
  a.forEach((value, k) => {
    means[k % positions] =
      (means[k % positions] as number) + (value - (b[k] as number)) ** 2 / batch.dim / batch.prompts;
  });
  return means;
}

/** wᵀx without its noise, [B, N + 1]. */
const truthOf = ({ x, dim, exemplars, task }: PromptBatch): Float32Array =>
  Float32Array.from({ length: x.length / dim }, (_, k) => {
    const b = Math.floor(k / (exemplars + 1));
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (task?.w[b * dim + d] ?? Number.NaN) * (x[k * dim + d] as number);
    return sum;
  });

const draw = (prompts: number, exemplars: number, sigma: number) =>
  sampleLinear({ dim: D, exemplars, tau: 1, sigma }, { seed: 3, label: "risks", first: 0 }, prompts);

describe("without noise, D8", async () => {
  const prompts = 20_000;
  const batch = draw(prompts, 12, 0);
  const task = { sigma: 0, tau: 1 };
  const ols = await (await learnerById("ols", task)).predict(batch);

  it("least squares has risk 1 − n/D per dimension, and none from D on", () => {
    byPosition(batch, ols, batch.y).forEach((risk, n) => {
      // (ŷ − y)² / D has a standard deviation of about twice its mean: six standard errors.
      if (n < D) expect(Math.abs(risk / (1 - n / D) - 1), `${n} exemplars`).toBeLessThan((6 * 2) / Math.sqrt(prompts));
      else expect(risk, `${n} exemplars`).toBeLessThan(1e-9);
    });
  });

  // Known to two or three digits from a simulation of Akyürek et al.'s definitions; ridge is heavy-tailed at n = D − 1.
  it.each([
    ["ridge(0.1)", 6.5e-3, 0.1],
    ["ridge(0.5)", 2.7e-2, 0.1],
    ["gd(0.01)", 0.355, 0.03],
    ["gd(0.02)", 0.265, 0.03],
    ["sgd(0.01)", 0.359, 0.03],
    ["sgd(0.03)", 0.212, 0.03],
    ["knn(3,inverse-square)", 0.641, 0.03],
    ["knn(3,uniform)", 0.724, 0.03],
    ["zero", 0.5, 0.03],
  ] as const)("%s is at its known distance of least squares below D, %f", async (id, known, tolerance) => {
    const distances = byPosition(batch, await (await learnerById(id, task)).predict(batch), ols).slice(1, D);
    const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
    expect(Math.abs(mean / known - 1), `${mean}`).toBeLessThan(tolerance);
  });
});

describe("with noise, D8", async () => {
  const sigma = 0.5;
  const batch = draw(20_000, 20, sigma);
  const truth = truthOf(batch);
  const task = { sigma, tau: 1 };

  it("least squares has the risk of theory, away from n = D", async () => {
    byPosition(batch, await (await learnerById("ols", task)).predict(batch), truth).forEach((risk, n) => {
      const theory = n < D ? 1 - n / D + (sigma ** 2 * n) / (D - n - 1) / D : sigma ** 2 / (n - D - 1);
      if (Math.abs(n - D) > 3) expect(Math.abs(risk / theory - 1), `${n}: ${risk}, ${theory}`).toBeLessThan(0.1);
    });
  });

  it("Bayes has the risk σ² E tr (XᵀX + σ² I)⁻¹ / D", async () => {
    // 0…15 exemplars, from NumPy 1.24.2 (default_rng(0), 200,000 X each, linalg.eigvalsh).
    const known = [
      1, 0.8799, 0.7615, 0.6456, 0.5335, 0.4276, 0.3309, 0.2477, 0.1818, 0.1337, 0.1007, 0.07817, 0.06263, 0.05163,
      0.04352, 0.03751,
    ];
    const risks = byPosition(batch, await (await learnerById("bayes", task)).predict(batch), truth);
    known.forEach((risk, n) => {
      expect(Math.abs((risks[n] as number) / risk - 1), `${n} exemplars: ${risks[n]}`).toBeLessThan(0.05);
    });
  });

  it("Bayes's variance is the mean of its squared errors", async () => {
    const bayes = await learnerById("bayes", task);
    const answers = await bayes.predict(batch);
    const variance = (await bayes.variance?.(batch)) as Float32Array;
    const errors = byPosition(batch, answers, batch.y);
    const expected = byPosition(batch, variance.map(Math.sqrt), new Float32Array(variance.length));
    errors.forEach((error, n) => {
      expect(Math.abs(error / (expected[n] as number) - 1), `${n} exemplars`).toBeLessThan(0.06);
    });
  });
});
