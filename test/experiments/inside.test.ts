import { expect, test } from "vitest";
import { modelOf } from "../../src/experiments/checkpoint.ts";
import { withSettings } from "../../src/experiments/config.ts";
import { lookInside } from "../../src/experiments/inside.ts";
import { presetConfig } from "../../src/experiments/presets.ts";
import { initialState } from "../../src/training/optimizer.ts";

const host = { backend: "wasm", wasmPaths: {}, warn: () => {} } as const;

test("a construction is opened by its slots, a trained transformer by its coordinates", async () => {
  for (const [preset, coordinates] of [
    ["sherman-morrison", 18],
    ["quick", 32],
  ] as const) {
    const config = presetConfig(preset);
    const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
    const inside = await lookInside(checkpoint, 2, host);
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

test("what a construction's slots hold is the prompt, and at the end the answers", async () => {
  const config = presetConfig("sherman-morrison");
  const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
  const { coordinates, stream, tokens, layers, x, y, answers } = await lookInside(checkpoint, 0, host);
  const C = coordinates.length;
  const at = (layer: number, token: number, name: string) =>
    stream[(layer * tokens.length + token) * C + coordinates.indexOf(name)] as number;
  expect(at(0, 0, "x₁")).toBeCloseTo(x[0] as number, 3);
  expect(at(0, 3, "y")).toBeCloseTo(y[1] as number, 3);
  for (const [n, answer] of answers.entries()) expect(at(layers, 2 * n, "answer")).toBeCloseTo(answer, 3);
});

test("tokens in pairs are refused in a sentence", async () => {
  const config = withSettings(presetConfig("linear-attention"), { hiddenSize: 8 });
  const checkpoint = { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
  await expect(lookInside(checkpoint, 0, host)).rejects.toThrow("wanted interleaved tokens to look inside, got paired");
});
