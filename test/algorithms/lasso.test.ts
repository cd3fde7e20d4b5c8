import { describe, expect, it } from "vitest";
import { lasso } from "../../src/algorithms/lasso.engine.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import reference from "../reference/lasso.json" with { type: "json" };

const { cases, versions } = reference;

describe.each(cases)(`D$dim N$exemplars: the answers of scikit-learn ${versions["scikit-learn"]}`, (each) => {
  const batch: PromptBatch = {
    ...{ prompts: 1, exemplars: each.exemplars, dim: each.dim },
    ...{ x: Float32Array.from(each.x), y: Float32Array.from(each.y) },
  };
  it.each(Object.entries(each.answers))("%s", async (id, answers) => {
    const ours = await (await learnerById(id, { sigma: 0, tau: 1 })).predict(batch);
    expect(ours.length).toBe(answers.length);
    answers.forEach((value, n) => {
      expect(Math.abs((ours[n] as number) - value), `after ${n}`).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
    });
  });
});

describe("lasso", () => {
  it("shrinks each weight by nα / Σx² where the x are at right angles, to zero and not beyond", async () => {
    const x = Float32Array.from([2, 0, 0, 0, 1, 0, 0, 0, 4, 1, 1, 1]); // three exemplars along the axes, and a query
    const y = Float32Array.from([3, 0.1, -8, 0]);
    const weight = (squares: number, product: number) =>
      (Math.sign(product) * Math.max(0, Math.abs(product) - 3 * 0.5)) / squares;
    const expected = weight(4, 6) + weight(1, 0.1) + weight(16, -32);
    const answers = await lasso(0.5).predict({ prompts: 1, exemplars: 3, dim: 3, x, y });
    expect(answers[3]).toBeCloseTo(expected, 6);
  });

  it("does not depend on the order of the exemplars, and answers zero without one", async () => {
    const settings = { dim: 5, exemplars: 7, tau: 1, sigma: 0.2 };
    const batch = sampleLinear(settings, { seed: 1, label: "test", first: 0 }, 3);
    const reversed = { ...batch, x: batch.x.slice(), y: batch.y.slice() };
    for (let b = 0; b < 3; b++)
      for (let i = 0; i < 7; i++) {
        const [to, from] = [b * 8 + i, b * 8 + 6 - i];
        reversed.y[to] = batch.y[from] as number;
        reversed.x.set(batch.x.subarray(from * 5, from * 5 + 5), to * 5);
      }
    const [ours, theirs] = [await lasso(0.1).predict(batch), await lasso(0.1).predict(reversed)];
    for (let b = 0; b < 3; b++) {
      expect(ours[8 * b]).toBe(0);
      expect(theirs[8 * b + 7]).toBeCloseTo(ours[8 * b + 7] as number, 6);
    }
  });

  it.each([1, 0.1, 0.01])("is at the minimum for α = %d, whatever the prompts", async (alpha) => {
    // By queries along the axes: the weights. At the minimum |Xᵀ(y − Xw)| ≤ nα, with equality where w is not zero.
    const settings = { dim: 5, exemplars: 15, tau: 1, sigma: 0 };
    const prompts = 200;
    const { x, y, ...batch } = sampleLinear(settings, { seed: 3, label: "test", first: 0 }, prompts);
    const axes = Float32Array.from({ length: prompts * 25 }, (_, k) => Number(Math.floor((k % 25) / 5) === k % 5));
    for (const n of [1, 4, 5, 6, 15]) {
      const w = await lasso(alpha).predictQueries({ ...batch, x, y }, axes, n);
      for (let b = 0; b < prompts; b++) {
        const rest = (i: number) =>
          w
            .subarray(5 * b, 5 * b + 5)
            .reduce((sum, each, d) => sum - each * (x[(b * 16 + i) * 5 + d] as number), y[b * 16 + i] as number);
        for (let d = 0; d < 5; d++) {
          let slope = 0;
          for (let i = 0; i < n; i++) slope += rest(i) * (x[(b * 16 + i) * 5 + d] as number);
          const weight = w[5 * b + d] as number;
          const room = 1e-3; // weights are float32 here
          if (weight === 0) expect(Math.abs(slope)).toBeLessThan(n * alpha + room);
          else expect(Math.abs(slope - Math.sign(weight) * n * alpha)).toBeLessThan(room);
        }
      }
    }
  });

  it("refuses an α that is not above zero", () => {
    for (const alpha of [0, -1, Number.NaN]) expect(() => lasso(alpha)).toThrow(/^invalid alpha/);
  });
});
