import { expect, test } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { runLabel } from "../../src/config/runLabel.ts";
import { defaults } from "../../src/config/schema.ts";
import { experiments } from "../../src/experiments/registry.ts";

test("the label of a run has its nearest preset, the settings that differ, and its seed", () => {
  expect(runLabel(defaults)).toBe("fit-d5-seed1");
  const config = withSettings(defaults, { layers: 2, sigma: 1 / 3, "evaluation.prompts": 64, seed: 2 });
  expect(runLabel(config)).toBe("fit-d5-sigma0.333333-layers2-prompts64-seed2");
  expect(runLabel(withSettings(presetConfig("fit-d8-l8"), { seed: 3 }))).toBe("fit-d8-l8-seed3");
});

test("runs with the same label are one run, for all experiments", async () => {
  const engines = await Promise.all(experiments.map(({ engine }) => engine()));
  const byLabel = new Map(engines.flatMap(({ runs }) => runs).map((config) => [runLabel(config), config]));
  for (const config of engines.flatMap(({ runs }) => runs)) expect(byLabel.get(runLabel(config))).toEqual(config);
});
