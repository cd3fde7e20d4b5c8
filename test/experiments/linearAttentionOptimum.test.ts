import { expect, test } from "vitest";
import { averaging } from "../../src/algorithms/averaging.engine.ts";
import { linearAttentionOptimum } from "../../src/experiments/vonOswald2022/linearAttentionOptimum.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

test("is Zhang, Frei & Bartlett's: D 8, N 16 without noise has γ .64 and risk 2.88", () => {
  const { stepSize, rate, risk } = linearAttentionOptimum({ dim: 8, exemplars: 16, tau: 1, sigma: 0 });
  expect(stepSize).toBeCloseTo(0.64, 12);
  expect(rate).toBeCloseTo(0.02, 12); // gd(0.02) is optimal here
  expect(risk).toBeCloseTo(2.88, 12);
});

test.each([
  [3, 5, 1, 0],
  [6, 20, 1, 1],
  [4, 4, 2, 1],
] as const)(
  "is the best multiple of xᵀ Σ y x / N on prompts (D %i, N %i, τ %f, σ %f)",
  async (dim, exemplars, tau, sigma) => {
    const task = { dim, exemplars, tau, sigma };
    const batch = sampleLinear(task, { seed: 3, label: "test", first: 0 }, 40_000);
    const answers = await averaging().predict(batch);
    const w = batch.task?.kind === "linear" ? batch.task.w : new Float32Array();
    let [along, square, total] = [0, 0, 0];
    for (let b = 0; b < batch.prompts; b++) {
      const at = b * (exemplars + 1) + exemplars;
      let truth = 0;
      for (let d = 0; d < dim; d++) truth += (w[b * dim + d] as number) * (batch.x[at * dim + d] as number);
      const answer = answers[at] as number;
      along += answer * truth;
      square += answer * answer;
      total += truth * truth;
    }
    const optimum = linearAttentionOptimum(task);
    expect(along / square / optimum.stepSize).toBeCloseTo(1, 1.3);
    expect((total - along ** 2 / square) / batch.prompts / optimum.risk).toBeCloseTo(1, 1.3);
  },
);
