import { describe, expect, it } from "vitest";
import { sameSign } from "../../src/metrics/accuracy.ts";
import { atPosition } from "../../src/metrics/squaredDifference.ts";
import { mean } from "../../src/numerics/statistics.ts";
import { flipLabels } from "../../src/prompts/flipLabels.ts";
import { answersOf, type PromptBatch, sliceBatch } from "../../src/prompts/prompt.ts";
import { sampleConcept } from "../../src/tasks/concept.engine.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import reference from "../reference/concept.json" with { type: "json" };

const { versions, cases } = reference;

describe.each(cases)(
  `D$dim N$exemplars: Bayes is that of SciPy ${versions.scipy} and NumPy ${versions.numpy}`,
  (each) => {
    const { dim, exemplars } = each;
    const batch: PromptBatch = {
      ...{ prompts: each.x.length / dim / (exemplars + 1), exemplars, dim },
      ...{ x: Float32Array.from(each.x), y: Float32Array.from(each.y) },
    };
    const bayes = learnerById("bayes", { ...each, family: "concept" });

    it("at every position, with no exemplar too", async () => {
      const ours = await (await bayes).predict(batch);
      each.answers.forEach((value, k) => {
        expect(Math.abs((ours[k] as number) - value), `at ${k}`).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
      });
    });

    it("for fresh queries, after any number of exemplars", async () => {
      const ours = await (await bayes).predict(batch);
      for (const n of [0, 1, exemplars]) {
        const queries = Float32Array.from({ length: batch.prompts * dim }, (_, k) => {
          return batch.x[(Math.floor(k / dim) * (exemplars + 1) + n) * dim + (k % dim)] as number;
        });
        const asked = await (await bayes).predictQueries(batch, queries, n);
        expect([...asked]).toEqual([...atPosition(Float64Array.from(ours), exemplars + 1, n)]);
      }
    });

    it("for a prompt alone as among others", async () => {
      const all = await (await bayes).predict(batch);
      const alone = await (await bayes).predict(sliceBatch(batch, 1, 2));
      expect([...alone]).toEqual([...all.subarray(exemplars + 1, 2 * (exemplars + 1))]);
    });
  },
);

describe("accuracy on unflipped labels by the share flipped, 0, ¼, ½, ¾ and 1", () => {
  // From test/reference/concept.py --accuracies: 20,000 trials of NumPy's default_rng(0), σ ½, t₀ .1.
  const known = [
    { dim: 4, exemplars: 16, natural: 0.98, accuracies: [0.9872, 0.7713, 0.5093, 0.2469, 0.0408] },
    { dim: 8, exemplars: 32, natural: 0.5, accuracies: [0.9862, 0.7564, 0.4998, 0.248, 0.028] },
    { dim: 8, exemplars: 32, natural: 0.98, accuracies: [0.9862, 0.7578, 0.4998, 0.248, 0.028] },
  ];
  const prompts = 4000;
  const shares = [0, 0.25, 0.5, 0.75, 1];

  it.each(known)("of Bayes at D$dim N$exemplars π $natural is the known one", async ({ accuracies, ...shape }) => {
    const task = { ...shape, sigma: 0.5, tau: 1, spread: 0.1 };
    const batch = sampleConcept({ ...task, natural: 1, spread: 0 }, { seed: 5, label: "test", first: 0 }, prompts);
    const bayes = learnerById("bayes", { ...task, family: "concept" });
    for (const [k, share] of shares.entries()) {
      const flipped = flipLabels(batch, share, 5);
      const right = sameSign(await (await bayes).predict(flipped), answersOf(flipped));
      const accuracy = mean(atPosition(right, shape.exemplars + 1, shape.exemplars));
      // Six standard errors of both simulations at their widest.
      expect(Math.abs(accuracy - (accuracies[k] as number)), `${share}: ${accuracy}`).toBeLessThan(
        6 * Math.sqrt(0.25 / prompts + 0.25 / 20_000),
      );
    }
  });

  it("of the prior alone is 1, whatever is flipped", async () => {
    const shape = { dim: 4, exemplars: 6, sigma: 0.5, tau: 2 };
    const batch = sampleConcept({ ...shape, natural: 1, spread: 0 }, { seed: 5, label: "test", first: 0 }, 50);
    for (const share of shares) {
      const flipped = flipLabels(batch, share, 5);
      const answers = await (await learnerById("prior", shape)).predict(flipped);
      for (const right of sameSign(answers, answersOf(flipped))) expect(right).toBe(1);
    }
  });
});
