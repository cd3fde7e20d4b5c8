import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { decodeCheckpoint, parametersSha256 } from "../../src/checkpoints/checkpoint.ts";
import { parseConfig, withSettings } from "../../src/config/config.ts";
import { parseStoredConfig, storedGridPoints } from "../../src/config/migrate.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { ConfigError } from "../../src/config/schema.ts";
import { version } from "../../src/config/version.ts";
import { runOf } from "../../src/runs/runBundle.ts";
import { iclHere, lastLine, newFolder } from "../cli/icl.ts";

const fixtures = fileURLToPath(new URL("../fixtures/v0.1.0/", import.meta.url));
const read = (path: string) => new Uint8Array(readFileSync(join(fixtures, path)));
const hashes: Readonly<Record<string, string>> = JSON.parse(readFileSync(`${fixtures}parametersSha256.json`, "utf8"));

const small = {
  ...{ dim: 2, exemplars: 4, layers: 1, hiddenSize: 4, heads: 1, steps: 6, "training.batch": 4, warmup: 2 },
  ...{ "evaluation.prompts": 4, times: 0 },
};

test.each(Object.keys(hashes))(
  "a checkpoint of %s from version 0.1.0 opens, without the settings of other families",
  (preset) => {
    const { config, state } = decodeCheckpoint(read(`${preset}.safetensors`));
    const own = preset === "retrieval" ? { ...small, document: 2 } : small;
    expect(config).toEqual(withSettings(presetConfig(preset), own));
    expect(state.step).toBe(6);
    expect(parametersSha256(state.parameters)).toBe(hashes[preset]);
    expect(Object.keys(config.prompts)).toEqual(Object.keys(presetConfig(preset).prompts));
  },
);

test("a config of version 0.1.0 is rejected as one of this version, opens as a stored one, and may not have unknown settings", () => {
  const stored = JSON.parse(readFileSync(join(fixtures, "interrupted/config.json"), "utf8"));
  expect(parseStoredConfig(stored)).toEqual(withSettings(presetConfig("flipped-labels"), small));
  expect(() => parseConfig(stored)).toThrow(/^invalid prompts\.\w+: is a setting of prompts\.family /);
  const { prompts, ...others } = stored;
  for (const [wrong, sentence] of [
    [{ ...others, prompts: { ...prompts, angle: 1 } }, /^unknown setting prompts\.angle/],
    [
      { ...others, prompts: { ...prompts, family: "lines" } },
      /^invalid prompts\.family: must be one of linear, .*, got "lines"; if a definition file defines it, icl loads it with --task FILE; the page cannot load it/,
    ],
    [{ ...others, prompts: { ...prompts, sigma: 0 } }, /^invalid prompts\.sigma: must be above 0/],
    [{ ...others, prompts: [] }, /^invalid prompts: must contain /],
    [[], /^invalid config: must contain /],
  ] as const) {
    expect(() => parseStoredConfig(wrong)).toThrow(ConfigError);
    expect(() => parseStoredConfig(wrong)).toThrow(sentence);
  }
});

test("a run folder that version 0.1.0 left at step 3 is resumed to the parameters that 0.1.0 came to", async () => {
  const folder = join(newFolder(), "run");
  cpSync(join(fixtures, "interrupted"), folder, { recursive: true });
  const settings = Object.entries(small).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const ended = await iclHere(
    "train",
    "--preset",
    "flipped-labels",
    ...settings,
    "--out",
    folder,
    "--resume",
    "--json",
  );
  expect(ended.code).toBe(0);
  expect(lastLine(ended)).toMatchObject({ step: 6, parametersSha256: hashes["flipped-labels"] });
});

test("a run folder of version 0.1.0 is a run, with its config", () => {
  const names = ["config.json", "rows.json", "log.jsonl", "result.json", "checkpoint.safetensors"] as const;
  const { config, rows } = runOf(Object.fromEntries(names.map((name) => [name, read(`interrupted/${name}`)])));
  expect([config.prompts.family, rows.length]).toEqual(["concept", 5]);
});

test.each([
  ["of one family", "sweep"],
  ["over families, with a setting that one of them does not have", "sweepOverFamily"],
])(
  "a sweep folder of version 0.1.0 %s answers --status and --merge; this version does not go on with it",
  async (_, name) => {
    const folder = join(newFolder(), "sweep");
    cpSync(join(fixtures, name), folder, { recursive: true });
    const status = await iclHere("sweep", "--out", folder, "--status");
    expect([status.code, status.out.trim()]).toEqual([0, "2 runs: 2 done, 0 running, 0 failed, 0 waiting"]);
    const merged = await iclHere("sweep", "--out", folder, "--merge", "--json");
    expect([merged.code, lastLine(merged)]).toEqual([0, expect.objectContaining({ runs: 2, rows: 10, missing: [] })]);
    for (const mode of [[], ["--retry"], ["--shard", "1/2"]]) {
      const refused = await iclHere("sweep", "--out", folder, ...mode);
      expect([refused.code, refused.err]).toEqual([
        2,
        expect.stringContaining(`contains a sweep of version 0.1.0, this is ${version}`),
      ]);
    }
  },
);

test("runs of a sweep of version 0.1.0 are set apart by a setting that only some of their families have", () => {
  const points = storedGridPoints(
    { sigma: 0.5 },
    [
      { setting: "family", values: ["linear", "concept"] },
      { setting: "natural", values: ["0.5", "1"] },
    ],
    "0.1.0",
  );
  expect(points.map(({ settings }) => settings)).toEqual([
    { "prompts.family": "linear", "prompts.natural": 0.5 },
    { "prompts.family": "linear", "prompts.natural": 1 },
    { "prompts.family": "concept", "prompts.natural": 0.5 },
    { "prompts.family": "concept", "prompts.natural": 1 },
  ]);
  expect(new Set(points.map(({ name }) => name)).size).toBe(4);
  expect(Object.keys(points[0]?.config.prompts ?? {})).not.toContain("natural");
});
