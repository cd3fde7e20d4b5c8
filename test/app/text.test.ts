import { expect, test } from "vitest";
import { words } from "../../src/app/text/common.ts";
import { paths, withSettings } from "../../src/config/config.ts";
import { assertFitsInMemory } from "../../src/config/memory.ts";
import { type ConfigError, defaults } from "../../src/config/schema.ts";

test("every setting has a label and a hint", () => {
  expect(Object.keys(words.settings).sort()).toEqual([...paths()].sort());
});

test.each([
  [0.4, "under a second"],
  [40, "40 s"],
  [720, "12 min"],
  [12_600, "3.5 h"],
  [864_000, "10 days"],
])("%d seconds are %s", (seconds, text) => {
  expect(words.duration(seconds)).toBe(text);
});

test.each([
  [{ dim: 0 }, "prompts.dim"],
  [{ heads: 5 }, "model.heads"],
  [{ optimizer: "sgd" }, "training.optimizer"],
  [{ colour: "red" }, "colour"],
  [{ hiddenSize: 2048, heads: 1, layers: 64, batch: 65_536 }, undefined],
])("the error about %o has the path %s", (settings, name) => {
  const parse = () => assertFitsInMemory(withSettings(defaults, settings as Record<string, string | number>));
  expect(parse).toThrow();
  try {
    parse();
  } catch (error) {
    expect((error as ConfigError).path).toBe(name);
  }
});
