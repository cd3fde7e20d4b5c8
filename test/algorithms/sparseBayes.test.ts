import { describe, expect, it } from "vitest";
import { atPosition } from "../../src/metrics/squaredDifference.ts";
import { mean } from "../../src/numerics/statistics.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { sampleSparse } from "../../src/tasks/sparse.engine.ts";
import reference from "../reference/sparse.json" with { type: "json" };

const { versions, cases } = reference;
const stream = { seed: 3, label: "test", first: 0 };

it.each(cases)(
  `D$dim s$nonzero σ$sigma: Bayes is that of SciPy ${versions.scipy} and NumPy ${versions.numpy}`,
  async ({ dim, exemplars, x, y, answers, ...task }) => {
    const batch: PromptBatch = {
      ...{ prompts: x.length / dim / (exemplars + 1), exemplars, dim },
      ...{ x: Float32Array.from(x), y: Float32Array.from(y) },
    };
    const bayes = await learnerById("bayes", { ...task, family: "sparse" });
    const ours = await bayes.predict(batch);
    answers.forEach((value, k) => {
      expect(Math.abs((ours[k] as number) - value), `at ${k}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    });
    const queries = batch.x.filter((_, k) => Math.floor(k / dim) % (exemplars + 1) === exemplars);
    const asked = await bayes.predictQueries(batch, queries, exemplars);
    expect([...asked]).toEqual([...atPosition(Float64Array.from(ours), exemplars + 1, exemplars)]);
  },
);

describe("Bayes on sparse weights", () => {
  it.each([0, 0.5])("is that of linear prompts if all weights are nonzero, σ = %d", async (sigma) => {
    const batch = sampleLinear({ dim: 3, exemplars: 7, tau: 2, sigma }, stream, 20);
    const [sparse, linear] = await Promise.all([
      learnerById("bayes", { family: "sparse", nonzero: 3, sigma, tau: 2 }),
      learnerById("bayes", { sigma, tau: 2 }),
    ]);
    expect(await sparse.predict(batch)).toEqual(await linear.predict(batch));
  });

  it("without noise knows y exactly after s + 1 exemplars, in five dimensions and in twenty", async () => {
    for (const dim of [5, 20]) {
      const task = { dim, exemplars: 5, tau: 1, sigma: 0, nonzero: 2 };
      const batch = sampleSparse(task, stream, 100);
      const answers = await (await learnerById("bayes", { family: "sparse", ...task })).predict(batch);
      for (const n of [3, 4, 5]) {
        const [found, truth] = [answers, batch.y].map((each) => atPosition(Float64Array.from(each), 6, n));
        const errors = (found as Float64Array).map((value, b) => Math.abs(value - (truth?.[b] as number)));
        expect(errors.filter((error) => error > 1e-3).length).toBeLessThanOrEqual(1); // a near-dependent pair of x
      }
    }
  });

  it.each([1e-160, 1e-14, 1e-6, 0.99e-4, 1.01e-4])("with noise of %d answers as without it", async (sigma) => {
    const task = { dim: 5, exemplars: 8, tau: 1, nonzero: 2 };
    const batch = sampleSparse({ ...task, sigma: 0 }, stream, 20);
    const [little, none] = await Promise.all(
      [sigma, 0].map(async (each) =>
        (await learnerById("bayes", { family: "sparse", ...task, sigma: each })).predict(batch),
      ),
    );
    const differences = little?.map((value, k) => Math.abs(value - (none?.[k] as number))) ?? [Number.NaN];
    expect(Math.max(...differences)).toBeLessThan(1e-2);
    expect(mean([...differences])).toBeLessThan(2e-4);
  });

  it("with noise no other algorithm has a smaller error, after any number of exemplars", async () => {
    const task = { dim: 6, exemplars: 12, tau: 1, sigma: 0.5, nonzero: 2 };
    const batch = sampleSparse(task, stream, 2000);
    const errorsOf = async (id: string) => {
      const answers = await (await learnerById(id, { family: "sparse", ...task })).predict(batch);
      const squares = Float64Array.from(answers, (value, k) => (value - (batch.y[k] as number)) ** 2);
      return Array.from({ length: 13 }, (_, n) => mean([...atPosition(squares, 13, n)]));
    };
    const bayes = await errorsOf("bayes");
    for (const id of ["zero", "ols", "ridge(0.25)", "lasso(0.01)", "lasso(0.1)", "lasso(0.5)"]) {
      (await errorsOf(id)).forEach((error, n) => {
        expect(bayes[n], `${id} after ${n}`).toBeLessThanOrEqual(error);
      });
    }
  });

  it("is that of linear prompts if all weights, or all but one, are nonzero in many dimensions", async () => {
    const batch = sampleLinear({ dim: 40, exemplars: 3, tau: 1, sigma: 0.5 }, stream, 2);
    const linear = await (await learnerById("bayes", { sigma: 0.5, tau: 1 })).predict(batch);
    for (const nonzero of [40, 39]) {
      const sparse = await learnerById("bayes", { family: "sparse", nonzero, sigma: 0.5, tau: 1 });
      const answers = await sparse.predict(batch);
      if (nonzero === 40) expect(answers).toEqual(linear);
      else expect(answers.every(Number.isFinite)).toBe(true);
    }
  });

  it("is refused in one sentence if it had to sum over too many sets of weights", async () => {
    const task = { dim: 50, exemplars: 5, tau: 1, sigma: 0, nonzero: 3 };
    await expect(learnerById("bayes", { family: "sparse", ...task })).rejects.toThrow(
      "invalid nonzero: the Bayes predictor takes at most 5000 sets of nonzero weights, got 19600 (3 of 50)",
    );
  });
});
