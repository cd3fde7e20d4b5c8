import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Config } from "../../src/config/schema.ts";
import { icl, lastLine, newFolder } from "../cli/icl.ts";

const PROMPTS = 64;

/** Runs model.py of this folder with Debian's Python. */
async function python(...args: string[]): Promise<string> {
  const script = new URL("model.py", import.meta.url).pathname;
  return (await promisify(execFile)("/usr/bin/python3", [script, ...args])).stdout;
}

/** Makes a transformer in PyTorch, asks it by `icl compare` and in PyTorch, and gives back what both say. */
async function compared(config: Config, flags: readonly string[], ...made: string[]) {
  const folder = newFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at("config.json"), JSON.stringify(config));
  await python("make", at("config.json"), at("model.safetensors"), at("model.pt"), ...made);
  const asked = [
    "--checkpoint",
    at("model.safetensors"),
    ...flags,
    "--prompts",
    String(PROMPTS),
    "--out",
    at("compare"),
  ];
  const ended = await icl("compare", ...asked, "--json");
  expect(ended.code).toBe(0);
  expect(ended.err).toMatch(/^(note: [^\n]+ square: [^\n]+ read as \[in, out\][^\n]+\n)?$/); // no square matrix in some
  const torch = JSON.parse(await python("answer", at("config.json"), at("model.pt"), at("compare/predictions.npz")));
  return { torch, result: lastLine(ended) };
}

it.each<[string, string, Record<string, string | number>]>([
  ["of the paper's kind", "quick", { layers: 2 }],
  ["of linear attention", "quick", { layers: 1, attention: "linear", mlp: "off", norm: "none", positions: "none" }],
  ["of paired tokens", "linear-attention", { attention: "softmax", norm: "pre", positions: "learned", mlp: "on" }],
  ["of paired tokens and linear attention", "linear-attention", {}],
  [
    "with the block of Akyürek et al.",
    "quick",
    { norm: "carried", headSize: 8, attentionBias: "on", activation: "gelu-tanh" },
  ],
  ["with the block of GPT-2", "quick", { attentionBias: "on", activation: "gelu-tanh" }],
])("a transformer %s from PyTorch, its config typed, answers here as it does there", async (_, preset, settings) => {
  const config = withSettings(presetConfig(preset), settings);
  const typed = Object.entries(settings).flatMap(([path, value]) => ["--set", `${path}=${value}`]);
  const { torch, result } = await compared(config, ["--preset", preset, ...typed]);
  expect(torch.shape).toEqual([PROMPTS, config.prompts.exemplars + 1]);
  expect(torch.rootMeanSquare).toBeGreaterThan(0.1);
  expect(torch.largestDifference).toBeLessThan(1e-4);
  expect(result).not.toHaveProperty("step");
});

it("one that PyTorch trained, with its config in the file, is nearer to least squares than to zero", async () => {
  const small = { dim: 1, exemplars: 4, layers: 2, hiddenSize: 16, heads: 1 };
  const config = withSettings(presetConfig("quick"), small);
  const { torch, result } = await compared(config, [], "--metadata", "--steps", "400");
  expect(torch.largestDifference).toBeLessThan(1e-4);
  const spd = result.spd as Record<string, number>;
  expect(spd.ols).toBeLessThan((spd.zero as number) / 4);
});
