import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeParameters } from "../../src/checkpoints/checkpoint.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";

const config = withSettings(presetConfig("quick"), { dim: 2, exemplars: 4, layers: 2, hiddenSize: 16, heads: 2 });
const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
const open = (name: string) => decodeParameters(new Uint8Array(readFileSync(join(folder, name))), config);
let ways: readonly string[] = [];

beforeAll(async () => {
  const path = join(folder, "config.json");
  writeFileSync(path, JSON.stringify(config));
  const script = new URL("foreign.py", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)("/usr/bin/python3", [script, path, folder]);
  ways = JSON.parse(stdout);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

it.each<[string, RegExp, number]>([
  ["plain", /^$/, 0],
  ["parallel", /removed module\. from/, 0],
  [
    "wrapped",
    /removed module\.transformer\. from .*left out tensors that are not parameters: module\.bias \(causal mask\)/,
    0,
  ],
  ["linears", /transposed all 10 matrices/, 0],
  ["compiled", /removed _orig_mod\. from/, 0],
  ["f64", /rounded \d+ tensors from float64 to float32/, 0],
  ["f16", /^$/, 2 ** -11],
  ["bf16", /^$/, 2 ** -8],
])("what PyTorch stores as %s has the parameters of the plain file, and says how it was read", (name, notes, error) => {
  expect(ways).toContain(name);
  const opened = open(`${name}.safetensors`);
  expect(opened.notes?.join("; ")).toMatch(notes);
  const plain = open("plain.safetensors").state.parameters;
  opened.state.parameters.forEach((value, k) => {
    const size = Math.abs(plain[k] as number);
    expect(Math.abs(value - (plain[k] as number))).toBeLessThanOrEqual(error * size + (error > 0 ? 2 ** -24 : 0));
  });
});

it.each([
  ["zip.pt", "a PyTorch file (.pt)"],
  ["module.pt", "a PyTorch file (.pt)"],
  ["legacy.pt", "a PyTorch file (.pt)"],
  ["script.pt", "a TorchScript file"],
])("%s is named for what it is", (name, words) => {
  expect(() => open(name)).toThrow(`invalid safetensors: expected a safetensors file, got ${words}`);
});
