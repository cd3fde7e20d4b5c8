import { expect, test } from "vitest";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { defaults } from "../../src/config/schema.ts";
import { traceLayers } from "../../src/inspect/traceLayers.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";

const host = { now: () => performance.now(), backend: "wasm", wasmPaths: {}, warn: () => {} } as const;

test("the trace of a construction has its slots, that of a trained transformer its coordinates", async () => {
  for (const [preset, coordinates] of [
    ["sherman-morrison", 18],
    ["quick", 32],
  ] as const) {
    const config = presetConfig(preset);
    const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
    const inside = await traceLayers(checkpoint, 2, host);
    const { layers, heads, tokens, stream, attention } = inside;
    const T = 2 * config.prompts.exemplars + 1;
    expect(tokens).toHaveLength(T);
    expect(tokens.slice(0, 3)).toEqual(["x₁", "y₁", "x₂"]);
    expect(inside.coordinates).toHaveLength(coordinates);
    expect(stream).toHaveLength((layers + 1) * T * coordinates);
    expect(attention).toHaveLength(layers * heads * T * T);
    for (let row = 0; row < layers * heads * T; row++) {
      const weights = attention.subarray(row * T, (row + 1) * T);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
    }
  }
});

test("an instruction is a token of its own, and symbols are read as the y they stand for", async () => {
  const config = withSettings(defaults, { family: "symbols", readout: "symbol", layers: 1, hiddenSize: 8 });
  const state = initialState(modelOf(config).init(1));
  const inside = await traceLayers({ config, state, secondsTraining: 0 }, 0, host);
  expect(inside.tokens).toHaveLength(2 * config.prompts.exemplars + 2);
  expect(inside.tokens.slice(0, 4)).toEqual(["instruction", "x₁", "y₁", "x₂"]);
  const prompt = await samplePrompts(config.prompts, { seed: config.seed, label: "compare", first: 0 }, 1);
  const learner = inContextLearner(modelOf(config), state.parameters, {});
  expect(inside.answers).toEqual(await learner.predict(prompt));
  learner.dispose?.();
});

test("the slots of a construction contain the prompt, and at the end the answers", async () => {
  const config = presetConfig("sherman-morrison");
  const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
  const { coordinates, stream, tokens, layers, x, y, answers } = await traceLayers(checkpoint, 0, host);
  const C = coordinates.length;
  const at = (layer: number, token: number, name: string) =>
    stream[(layer * tokens.length + token) * C + coordinates.indexOf(name)] as number;
  expect(at(0, 0, "x₁")).toBeCloseTo(x[0] as number, 3);
  expect(at(0, 3, "y")).toBeCloseTo(y[1] as number, 3);
  for (const [n, answer] of answers.entries()) expect(at(layers, 2 * n, "answer")).toBeCloseTo(answer, 3);
});

test("paired tokens are an error of one sentence", async () => {
  const config = withSettings(presetConfig("linear-attention"), { hiddenSize: 8 });
  const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
  await expect(traceLayers(checkpoint, 0, host)).rejects.toThrow("expected interleaved tokens to trace, got paired");
});
