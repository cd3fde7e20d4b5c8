import { describe, expect, test } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig, presets } from "../../src/config/presets.ts";
import { relevantPaths } from "../../src/config/relevantPaths.ts";
import { ConfigError, defaults } from "../../src/config/schema.ts";
import { withChoice } from "../../src/config/withChoice.ts";
import { taskFamilies } from "../../src/tasks/tasks.ts";

describe("a choice", () => {
  const families = taskFamilies.map(({ id }) => id);

  test("of a task family gives a valid config from every preset without a construction", () => {
    for (const { name } of presets.filter(({ name }) => presetConfig(name).model.init === "random")) {
      const base = presetConfig(name);
      for (const family of families) {
        const { config } = withChoice(base, "prompts.family", family);
        expect(config.prompts.family).toBe(family);
        expect(config.training).toEqual(base.training);
      }
    }
  });

  test("changes what contradicts it, and tells what", () => {
    expect(withChoice(defaults, "prompts.family", "concept").changed).toEqual({ "prompts.sigma": 0.5 });
    expect(withChoice(defaults, "prompts.family", "symbols").changed).toEqual({ "model.readout": "symbol" });
    expect(withChoice(defaults, "prompts.family", "sparse").changed).toEqual({});
    expect(withChoice(defaults, "model.tokens", "paired").changed).toEqual({ "model.loss": "query" });
  });

  test("takes a preset's whole prompts if single settings do not fit", () => {
    const { prompts } = withChoice(presetConfig("quick"), "prompts.family", "document").config; // N 10, document 12
    expect(prompts).toEqual(presetConfig("retrieval").prompts);
  });

  test("without a preset takes the first values that fit", () => {
    const narrow = withSettings(defaults, { dim: 1 });
    expect(withChoice(narrow, "prompts.family", "sparse").config.prompts).toMatchObject({ dim: 1, nonzero: 1 });
  });

  test("keeps everything else, and leads back", () => {
    const base = withSettings(defaults, { dim: 4, layers: 2, seed: 7 });
    const there = withChoice(base, "prompts.family", "symbols").config;
    expect(there).toMatchObject({ prompts: { dim: 4 }, model: { layers: 2 }, seed: 7 });
    expect(withChoice(there, "prompts.family", "linear").config).toEqual(base);
  });

  test("that cannot be throws the sentence about it", () => {
    const symbols = presetConfig("symbols");
    expect(() => withChoice(symbols, "model.tokens", "paired")).toThrow(ConfigError);
    expect(() => withChoice(symbols, "model.tokens", "paired")).toThrow(/^invalid model\.loss: must be "query"/);
  });
});

test("only settings with an effect are relevant", () => {
  const adam = withSettings(defaults, { optimizer: "adam" });
  expect(relevantPaths(defaults)).toContain("training.momentum");
  expect(relevantPaths(adam)).not.toContain("training.momentum");
  expect(relevantPaths(adam)).not.toContain("training.matrixRate");
  expect(relevantPaths(adam)).not.toContain("model.readout");
  expect(relevantPaths(presetConfig("symbols"))).toContain("prompts.symbolSize");
  expect(relevantPaths(defaults)).not.toContain("prompts.symbolSize");
});
