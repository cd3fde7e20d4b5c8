import { expect, test } from "vitest";
import { defaults, withSettings } from "../../src/experiments/config.ts";
import { experiments } from "../../src/experiments/experiments.ts";
import { runLabel } from "../../src/experiments/runLabel.ts";

test("a run is called by what sets it apart from the defaults, and by its seed", () => {
  expect(runLabel(defaults)).toBe("seed1");
  const config = withSettings(defaults, { layers: 8, dim: 8, sigma: 1 / 3, "evaluation.prompts": 64, seed: 2 });
  expect(runLabel(config)).toBe("dim8-sigma0.333333-layers8-prompts64-seed2");
});

test("runs of one label are one run, whichever experiments ask it", () => {
  const byLabel = new Map(experiments.flatMap(({ runs }) => runs).map((config) => [runLabel(config), config]));
  for (const config of experiments.flatMap(({ runs }) => runs)) expect(byLabel.get(runLabel(config))).toEqual(config);
});
