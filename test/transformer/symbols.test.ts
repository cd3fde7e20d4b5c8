import { beforeAll, describe, expect, it } from "vitest";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults } from "../../src/config/schema.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { promptsOf } from "../../src/tasks/families.ts";
import { exchangeSymbols, sampleSymbols } from "../../src/tasks/symbols.engine.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { startHere } from "../kernels/startHere.ts";

const settings = { family: "symbols", readout: "symbol", dim: 3, exemplars: 5, layers: 2, hiddenSize: 8, heads: 2 };
const config = withSettings(defaults, settings);
const prompts = 6;
const positions = 6;
const batch = sampleSymbols(
  { ...promptsOf(config, "symbols"), natural: 0.5 },
  { seed: 3, label: "test", first: 0 },
  prompts,
);
const model = modelOf(config);
const parameters = model.init(1).map((value, j) => value + 0.1 * Math.sin(j));

const ask = async (batch: PromptBatch) => {
  const learner = inContextLearner(model, parameters, {});
  const answers = await learner.predict(batch);
  learner.dispose?.();
  return answers;
};

describe("a transformer that reads out symbols, as a learner", () => {
  beforeAll(async () => {
    await startHere("wasm");
  });

  it("answers one number for each position, of the same class whichever symbol stands for which y", async () => {
    const answers = await ask(batch);
    expect(answers.length).toBe(prompts * positions);
    expect(new Set(answers).size).toBe(answers.length);
    const exchanged = { ...exchangeSymbols(batch), y: batch.y.map((value) => -value) };
    expect(await ask(exchanged)).toEqual(answers.map((value) => -value));
  });

  it("answers queries after a prefix as on the way, and nothing after a position changes its answer", async () => {
    const learner = inContextLearner(model, parameters, {});
    const whole = await learner.predict(batch);
    for (let i = 0; i < positions; i++) {
      const at = Float32Array.from(
        { length: prompts * 3 },
        (_, k) => batch.x[(Math.floor(k / 3) * positions + i) * 3 + (k % 3)] as number,
      );
      const later = { ...batch, x: batch.x.slice(), y: batch.y.slice() };
      for (let b = 0; b < prompts; b++) {
        later.x.fill(9, (b * positions + i + 1) * 3, (b + 1) * positions * 3);
        for (let j = i; j < positions; j++) later.y[b * positions + j] = -(batch.y[b * positions + j] as number);
      }
      const changed = await learner.predict(later);
      (await learner.predictQueries(batch, at, i)).forEach((answer, b) => {
        expect(answer).toBeCloseTo(whole[b * positions + i] as number, 5);
        expect(changed[b * positions + i]).toBe(whole[b * positions + i]);
      });
    }
    learner.dispose?.();
  });

  it("reads the instruction, and the symbols of its own prompt alone", async () => {
    const answers = await ask(batch);
    const others = { ...batch, context: { instruction: new Float32Array(prompts * 4).fill(1) } };
    (await ask(others)).forEach((answer, k) => {
      expect(answer).not.toBe(answers[k]);
    });
    const symbols = batch.symbols?.map((value, k) => (k < 8 ? value : -value)) as Float32Array;
    expect((await ask({ ...batch, symbols })).subarray(0, positions)).toEqual(answers.subarray(0, positions));
  });
});
