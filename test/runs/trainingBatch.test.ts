import { describe, expect, it } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { type Config, defaults } from "../../src/config/schema.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { writtenLabels } from "../../src/prompts/writtenLabels.ts";
import { trainingSampler } from "../../src/runs/trainingBatch.ts";
import { sampleConcept } from "../../src/tasks/concept.engine.ts";
import { promptsOf } from "../../src/tasks/families.ts";
import { sampleSymbols } from "../../src/tasks/symbols.engine.ts";

const concept = withSettings(defaults, { family: "concept", sigma: 0.5, natural: 0.5, steps: 10, batch: 4, tuning: 3 });

const answersOf = (config: Config, first: number) =>
  sampleConcept(promptsOf(config, "concept"), { seed: config.seed, label: "data", first }, 4).y;

describe("the training stream of a world with a concept", () => {
  it("has its own prompts before the tuning steps, and natural prompts in them", async () => {
    const sample = await trainingSampler(concept);
    const natural = withSettings(concept, { natural: 1 });
    for (let step = 0; step < 10; step++) {
      const { answers } = sample(4 * step, 4);
      expect(answers, `step ${step + 1}`).toEqual(answersOf(step < 7 ? concept : natural, 4 * step));
    }
    expect(answersOf(concept, 0)).not.toEqual(answersOf(natural, 0));
  });

  it("has natural prompts from the first step if all steps are for tuning", async () => {
    const { answers } = (await trainingSampler(withSettings(concept, { tuning: 10 })))(0, 4);
    expect(answers).toEqual(answersOf(withSettings(concept, { natural: 1 }), 0));
  });
});

describe("the training stream of a world of symbols", () => {
  it("has the symbol of each position as target, and in the tuning steps arbitrary symbols without an instruction", async () => {
    const config = withSettings(defaults, { family: "symbols", readout: "symbol", steps: 10, batch: 4, tuning: 3 });
    const settings = promptsOf(config, "symbols");
    const sample = await trainingSampler(config);
    for (let step = 0; step < 10; step++) {
      const prompts = step < 7 ? settings : { ...settings, natural: 0, instructed: 0 };
      const drawn = sampleSymbols(prompts, { seed: config.seed, label: "data", first: 4 * step }, 4);
      const { tokens, answers, stride } = sample(4 * step, 4);
      expect(tokens).toEqual(interleave(drawn));
      expect(answers).toEqual(writtenLabels(drawn).values);
      expect([stride, answers.length]).toEqual([2, 4 * (settings.exemplars + 1) * settings.symbolSize]);
    }
  });
});
