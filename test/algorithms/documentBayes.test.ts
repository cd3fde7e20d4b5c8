import { describe, expect, it } from "vitest";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import reference from "../reference/document.json" with { type: "json" };

const { versions, cases } = reference;

describe.each(cases)("the Bayes predictor of a document first, D$dim N$exemplars", ({ dim, exemplars, ...each }) => {
  const batch: PromptBatch = {
    ...{ prompts: each.x.length / dim / (exemplars + 1), exemplars, dim },
    ...{ x: Float32Array.from(each.x), y: Float32Array.from(each.y) },
  };
  const bayes = learnerById("bayes", { ...each, family: "document" });

  it(`is that of SciPy ${versions.scipy} and NumPy ${versions.numpy} at every position`, async () => {
    const ours = await (await bayes).predict(batch);
    each.answers.forEach((value, k) => {
      expect(Math.abs((ours[k] as number) - value), `at ${k}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    });
  });
});

describe("a document that is always, or never, of the window's task", () => {
  const task = { sigma: 0.5, tau: 1, document: 4, family: "document" as const };
  const batch = sampleLinear({ dim: 3, exemplars: 9, tau: 1, sigma: 0.5 }, { seed: 3, label: "test", first: 0 }, 20);
  const window: PromptBatch = {
    ...{ prompts: 1, exemplars: 5, dim: 3 },
    ...{ x: batch.x.slice(12, 30), y: batch.y.slice(4, 10) }, // the first prompt's
  };

  it("is read as any exemplars, or not at all", async () => {
    const always = await (await learnerById("bayes", { ...task, relevant: 1 })).predict(batch);
    expect(always).toEqual(await (await learnerById("ridge(0.25)", { sigma: 0.5, tau: 1 })).predict(batch));
    const never = await (await learnerById("bayes", { ...task, relevant: 0 })).predict(batch);
    expect(never.slice(4, 10)).toEqual(
      await (await learnerById("ridge(0.25)", { sigma: 0.5, tau: 1 })).predict(window),
    );
  });
});
