import { describe, expect, it } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { type Config, defaults } from "../../src/config/schema.ts";
import { sampleConcept } from "../../src/prompts/concept.ts";
import { sampleSymbols } from "../../src/prompts/symbols.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { writtenLabels } from "../../src/prompts/writtenLabels.ts";
import { trainingBatchOf } from "../../src/runs/trainingBatch.ts";

const concept = withSettings(defaults, { family: "concept", sigma: 0.5, natural: 0.5, steps: 10, batch: 4, tuning: 3 });

const answersOf = ({ prompts, seed }: Config, first: number) =>
  sampleConcept(prompts, { seed, label: "data", first }, 4).y;

describe("the training stream of a world with a concept", () => {
  it("is its own prompts until the last steps are for tuning, and natural ones from there on", () => {
    const natural = withSettings(concept, { natural: 1 });
    for (let step = 0; step < 10; step++) {
      const { answers } = trainingBatchOf(concept, 4 * step, 4);
      expect(answers, `step ${step + 1}`).toEqual(answersOf(step < 7 ? concept : natural, 4 * step));
    }
    expect(answersOf(concept, 0)).not.toEqual(answersOf(natural, 0));
  });

  it("is natural from the first step on where all of them are for tuning", () => {
    const { answers } = trainingBatchOf(withSettings(concept, { tuning: 10 }), 0, 4);
    expect(answers).toEqual(answersOf(withSettings(concept, { natural: 1 }), 0));
  });
});

describe("the training stream of a world of symbols", () => {
  it("wants each position's symbol, and in the last steps is of arbitrary symbols without an instruction", () => {
    const config = withSettings(defaults, { family: "symbols", readout: "symbol", steps: 10, batch: 4, tuning: 3 });
    for (let step = 0; step < 10; step++) {
      const prompts = step < 7 ? config.prompts : { ...config.prompts, natural: 0, instructed: 0 };
      const drawn = sampleSymbols(prompts, { seed: config.seed, label: "data", first: 4 * step }, 4);
      const { tokens, answers, stride } = trainingBatchOf(config, 4 * step, 4);
      expect(tokens).toEqual(interleave(drawn));
      expect(answers).toEqual(writtenLabels(drawn).values);
      expect([stride, answers.length]).toEqual([2, 4 * (config.prompts.exemplars + 1) * config.prompts.symbolSize]);
    }
  });
});
