import { expect, test } from "vitest";
import { trainCommand } from "../../src/app/runData/command.ts";
import { readArguments } from "../../src/cli/command.ts";
import { applyFlags } from "../../src/cli/settingFlags.ts";
import { train } from "../../src/cli/train.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Setting } from "../../src/config/schema.ts";

test.each([
  ["fit-d5", {}],
  ["quick", { dim: 3, seed: 9, "training.steps": 123, "training.learningRate": 1.5e-7, optimizer: "adam" }],
  ["linear-attention", { "prompts.sigma": 0.1 + 0.2 }],
] as [string, Record<string, Setting>][])("the command of %s with %o gives the same config", (preset, changes) => {
  const config = withSettings(presetConfig(preset), changes);
  const words = trainCommand(preset, config).split(" ");
  expect(words.slice(0, 6)).toEqual(["npm", "run", "-s", "icl", "--", "train"]);
  const args = readArguments(train, words.slice(6));
  expect(applyFlags(presetConfig(args.text("preset") as string), args)).toEqual(config);
});
