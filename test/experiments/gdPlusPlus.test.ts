import { expect, test } from "vitest";
import { gradientDescent } from "../../src/algorithms/gradientDescent.engine.ts";
import { bestGdPlusPlus, gdPlusPlus } from "../../src/experiments/vonOswald2022/gdPlusPlus.ts";
import { linearAttentionOptimum } from "../../src/experiments/vonOswald2022/linearAttentionOptimum.ts";
import { lastOf, type PromptBatch } from "../../src/prompts/prompt.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const linear = { dim: 3, exemplars: 6, tau: 1, sigma: 0, taskWeights: "drawn" } as const;
const batch = sampleLinear(linear, { seed: 1, label: "test", first: 0 }, 4096);
const queries = lastOf(batch).x;

/** The same in plain loops: every x and every y of a prompt goes through the layers. */
function byLoops({ x, y, dim, exemplars }: PromptBatch, b: number, steps: number[], curvatures: number[]): number {
  const at = b * (exemplars + 1);
  let points = Array.from({ length: exemplars + 1 }, (_, i) => [...x.subarray((at + i) * dim, (at + i + 1) * dim)]);
  const residuals = [...y.subarray(at, at + exemplars), 0];
  const inner = (u: readonly number[], v: readonly number[]) => u.reduce((sum, each, d) => sum + each * (v[d] ?? 0), 0);
  steps.forEach((step, layer) => {
    const shown = points.slice(0, exemplars);
    const stepAlong = (point: readonly number[]) =>
      step * shown.reduce((sum, other, i) => sum + (residuals[i] as number) * inner(other, point), 0);
    const changes = points.map(stepAlong);
    changes.forEach((change, i) => {
      residuals[i] = (residuals[i] as number) - change;
    });
    points = points.map((point) =>
      point.map((each, d) => {
        const along = shown.reduce((sum, other) => sum + (other[d] as number) * inner(other, point), 0);
        return each - (curvatures[layer] ?? 0) * along;
      }),
    );
  });
  return -(residuals[exemplars] as number);
}

test("answers as plain loops over layers do", async () => {
  const rates = { steps: [0.05, 0.04, 0.03], curvatures: [0.02, -0.01] };
  const answers = await gdPlusPlus(rates).predictQueries(batch, queries, 6);
  for (const b of [0, 1, 2, 100]) expect(answers[b]).toBeCloseTo(byLoops(batch, b, rates.steps, rates.curvatures), 4);
});

test("without changes of x, L layers are L steps of gradient descent", async () => {
  const rate = 0.02; // the gradient of the sum of squares is twice Σ (wᵀx − y) x
  const once = gdPlusPlus({ steps: [2 * rate, 2 * rate], curvatures: [0] });
  const expected = await gradientDescent(rate, 2).predictQueries(batch, queries, 6);
  const answers = await once.predictQueries(batch, queries, 6);
  answers.forEach((answer, k) => {
    expect(answer).toBeCloseTo(expected[k] as number, 4);
  });
});

test("finds the rate of one layer that is optimal in closed form, and two layers that beat it", async () => {
  const { rate, risk } = linearAttentionOptimum(linear);
  const [one, two] = [1, 2].map((layers) => bestGdPlusPlus(batch, layers, 2 * rate));
  expect((one?.steps[0] as number) / (2 * rate)).toBeCloseTo(1, 1);
  const w = batch.task?.w as Float32Array;
  const riskOf = async (rates: NonNullable<typeof one>) => {
    const answers = await gdPlusPlus(rates).predictQueries(batch, queries, 6);
    const squares = answers.map((answer, b) => {
      const truth = [0, 1, 2].reduce((sum, d) => sum + (w[3 * b + d] as number) * (queries[3 * b + d] as number), 0);
      return (answer - truth) ** 2;
    });
    return squares.reduce((sum, square) => sum + square, 0) / squares.length;
  };
  expect((await riskOf(one as NonNullable<typeof one>)) / risk).toBeCloseTo(1, 0);
  expect(await riskOf(two as NonNullable<typeof two>)).toBeLessThan(0.5 * risk);
});
