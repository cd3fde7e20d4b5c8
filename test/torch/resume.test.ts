import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { encodeCheckpoint, modelOf } from "../../src/checkpoints/checkpoint.ts";
import { difference } from "../../src/config/config.ts";
import { type Config, defaults } from "../../src/config/schema.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { endOf, icl, lastLine, newFolder } from "../cli/icl.ts";
import { apart, lossesOf, PYTHON, programFolder, runProgram, smallConfig, startProgram } from "./program.ts";

const text = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const hashIn = (folder: string) => JSON.parse(text(folder, "result.json")).parametersSha256 as string;
const flagsOf = (config: Config) => [
  ...["--preset", "fit-d5"],
  ...Object.entries(difference(config, defaults)).flatMap(([path, value]) => ["--set", `${path}=${value}`]),
];
const steps = (folder: string): number[] =>
  text(folder, "log.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).step);

/** Waits until a folder has a checkpoint. */
async function untilCheckpoint(folder: string) {
  while (!existsSync(join(folder, "checkpoint.safetensors"))) await sleep(20);
}

it.each(["SIGKILL", "SIGTERM"] as const)("a run ended by %s and resumed ends as one that was not", async (signal) => {
  const config = smallConfig("quick", { "training.steps": 300, times: 20 });
  const [whole, ended] = [await programFolder(config), await programFolder(config)];
  expect((await runProgram(whole)).code).toBe(0);
  const child = startProgram(ended, "--every", "7");
  const end = endOf(child);
  await untilCheckpoint(ended);
  await sleep(300);
  child.kill(signal);
  const { code, err } = await end;
  expect([code, existsSync(join(ended, "result.json"))]).toEqual([signal === "SIGTERM" ? 1 : null, false]);
  if (signal === "SIGTERM")
    expect(err).toMatch(/^train\.py: interrupted: stopped at step \d+ of 300; --resume continues from there\n$/);
  const again = await runProgram(ended);
  expect(again.code).toBe(2); // nothing is overwritten
  expect(again.err).toMatch(/^train\.py: invalid --out: .* contains checkpoint\.safetensors already; expected .*\n$/);
  expect(await runProgram(ended, "--resume")).toMatchObject({ code: 0 });
  expect(hashIn(ended)).toBe(hashIn(whole));
  expect(text(ended, "rows.json")).toBe(text(whole, "rows.json"));
  expect(steps(ended)).toEqual(steps(whole));
  expect(readdirSync(ended).filter((name) => !readdirSync(whole).includes(name))).toEqual([]);
});

it("a run goes from the lab to PyTorch and back in the middle, and ends as one that stayed", async () => {
  const config = smallConfig("quick", { sigma: 0.3, "training.changes": "clip=0.5@35" });
  const [stayed, first] = [newFolder(), newFolder()];
  const here = await icl("train", ...flagsOf(config), "--json", "--force", "--out", stayed);
  expect((await icl("train", ...flagsOf(config), "--force", "--until", "20", "--out", first)).code).toBe(0);

  const second = await programFolder(config);
  const there = await runProgram(second, "--resume", join(first, "checkpoint.safetensors"), "--until", "40", "--json");
  expect(there).toMatchObject({ code: 0, err: "" });
  expect(steps(second)).toEqual([10, 20, 30, 40]);

  const back = await icl("train", "--resume", "--json", "--out", second);
  expect(back.code).toBe(0);
  expect(lastLine(back)).toMatchObject({ step: 60, spd: expect.anything(), config });
  const moved = [...lossesOf(here).slice(0, 20), ...lossesOf(there), ...lossesOf(back)];
  expect(moved).toHaveLength(60);
  expect(apart(lossesOf(here), moved)).toBeLessThan(1e-3);
  const evaluatedAt = (folder: string) => {
    const rows: { metric: string; learner: string; at: { step: number } }[] = JSON.parse(text(folder, "rows.json"));
    const ofErrors = rows.filter(({ metric, learner }) => metric === "squaredError" && learner === "transformer");
    return [...new Set(ofErrors.map(({ at }) => at.step))];
  };
  expect(evaluatedAt(second)).toEqual([...new Set([...evaluatedAt(stayed), 20, 40])].sort((a, b) => a - b));
});

it("a finished run opens in compare and bundle, and icl train --resume measures it", async () => {
  const config = smallConfig("quick");
  const folder = await programFolder(config);
  expect((await runProgram(folder)).code).toBe(0);
  const hash = hashIn(folder);
  const flags = ["--checkpoint", folder, "--prompts", "32", "--out", join(newFolder(), "compare"), "--json"];
  expect(lastLine(await icl("compare", ...flags))).toMatchObject({ step: 60, spd: { ols: expect.any(Number) } });
  const bundled = await icl("bundle", folder, "--out", join(newFolder(), "run.zip"), "--json");
  expect(lastLine(bundled).files).toEqual([
    "config.json",
    "rows.json",
    "log.jsonl",
    "result.json",
    "checkpoint.safetensors",
  ]);
  expect(lastLine(await icl("train", "--resume", "--out", folder, "--json"))).toMatchObject({
    step: 60,
    parametersSha256: hash,
    backend: expect.stringMatching(/^torch \d.* cpu$/), // PyTorch trained it, the lab measured it
    spd: { ols: expect.any(Number) },
  });
  expect(text(folder, "rows.json")).toContain('"metric":"nearest"');
});

it("a second program on one folder is refused with the name of the first, and the lab too", async () => {
  const folder = await programFolder(smallConfig("quick", { "training.steps": 100_000 }));
  const child = startProgram(folder);
  const end = endOf(child);
  await untilCheckpoint(folder);
  const named = new RegExp(`no other process writes to, got ${folder}, which process ${child.pid} on `);
  const second = await runProgram(folder, "--resume");
  expect([second.code, second.err]).toEqual([2, expect.stringMatching(named)]);
  const lab = await icl("train", "--resume", "--out", folder);
  expect([lab.code, lab.err]).toEqual([2, expect.stringMatching(named)]);
  child.kill("SIGTERM");
  expect((await end).code).toBe(1);
  expect(existsSync(join(folder, ".run.lock"))).toBe(false);
});

const quick = smallConfig("quick");
const damaged = "damaged.safetensors";

it.each<[string, readonly string[], RegExp]>([
  ["an unknown argument", ["--fast"], /unrecognized arguments: --fast/],
  ["no number", ["--until", "many"], /invalid --until: expected a whole number of at least 0, got 'many'/],
  ["more threads than fit", ["--threads", "100000"], /invalid --threads: expected a whole number from 1 to 1024/],
  ["a step after the end", ["--until", "61"], /invalid --until: the schedule ends at step 60, got 61/],
  ["no device of that name", ["--device", "tpu"], /invalid --device: invalid choice: 'tpu'/],
  ["no checkpoint", ["--resume"], /invalid --resume: expected a checkpoint, got .*, which is not a file/],
  ["a file in place of a folder", ["--out", "/dev/null"], /invalid --out: expected a folder, got \/dev\/null/],
  ["a damaged checkpoint", ["--resume", damaged], /invalid checkpoint: the state in .* does not match its SHA-256/],
  [
    "another file",
    ["--resume", "train.py"],
    /invalid checkpoint: expected a \.safetensors file of float32, got .*train\.py/,
  ],
  ["another config", ["--resume", "other.safetensors"], /differs in model\.layers \(3, not 2\)/],
])("%s is one sentence, exit code 2, and nothing is written", async (_, args, sentence) => {
  const folder = await programFolder(quick);
  const checkpointOf = (config: Config) => {
    const state = initialState(modelOf(config).init(1));
    return encodeCheckpoint({ config, state, secondsTraining: 0 });
  };
  const bytes = checkpointOf(quick);
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] as number) ^ 1;
  writeFileSync(join(folder, damaged), bytes);
  writeFileSync(join(folder, "other.safetensors"), checkpointOf(smallConfig("quick", { layers: 3 })));
  const before = readdirSync(folder);
  const ended = await runProgram(folder, ...args.map((arg) => (before.includes(arg) ? join(folder, arg) : arg)));
  expect([ended.code, ended.out]).toEqual([2, ""]);
  expect(ended.err).toMatch(/^train\.py: [^\n]+\n$/);
  expect(ended.err).toMatch(sentence);
  expect(readdirSync(folder)).toEqual(before);
});

it.each<[string, string, string]>([
  ["rows that are no list", "rows.json", "{}"],
  ["rows without their places", "rows.json", '[{"a":1}]'],
  ["rows that are numbers", "rows.json", "[1]"],
  ["a log without steps", "log.jsonl", '{"a":1}\n'],
  ["a log that is no JSON", "log.jsonl", "xx}\n"],
])("%s are one sentence when a run is resumed", async (_, file, content) => {
  const folder = await programFolder(quick);
  expect((await runProgram(folder, "--until", "2")).code).toBe(0);
  writeFileSync(join(folder, file), content);
  const ended = await runProgram(folder, "--resume");
  expect([ended.code, ended.out]).toEqual([2, ""]);
  expect(ended.err).toMatch(/^train\.py: invalid --resume: expected (rows|steps) as [^\n]+, got something else\n$/);
  expect(text(folder, file)).toBe(content);
});

it("export writes the program, and replaces a run only with --force", async () => {
  const folder = join(newFolder(), "new");
  const flags = [...flagsOf(quick), "--torch", folder];
  const first = await icl("export", ...flags, "--json");
  expect(lastLine(first)).toEqual({ out: folder, files: ["train.py"], config: quick });
  expect(await runProgram(folder, "--until", "1")).toMatchObject({ code: 0, err: "" });
  const second = await icl("export", ...flags);
  expect(second).toMatchObject({ code: 2, err: expect.stringMatching(/^icl: invalid --torch: .* contains .*--force/) });
  expect((await icl("export", ...flags, "--force")).code).toBe(0);
  expect(readdirSync(folder)).toEqual(["train.py"]);
});

it.each([
  ["--set evaluation.reach=0.1", /invalid evaluation\.reach: must be 0 for PyTorch/],
  [
    "--set model.init=gd-step --set hiddenSize=64 --set heads=1",
    /invalid model\.init: must be one of random, uniform, gpt2 for PyTorch, got "gd-step"/,
  ],
])("export refuses %s in one sentence", async (flags, sentence) => {
  const folder = join(newFolder(), "new");
  const ended = await icl("export", "--preset", "quick", ...flags.split(" "), "--torch", folder);
  expect([ended.code, ended.err]).toEqual([2, expect.stringMatching(sentence)]);
  expect(existsSync(folder)).toBe(false);
});

it("sweep --engine torch trains its runs in PyTorch and measures them here", async () => {
  const out = newFolder();
  const grid = [...flagsOf(smallConfig("quick", { "training.steps": 20 })), "--grid", "seed=1,2"];
  const torch = ["--engine", "torch", "--python", PYTHON, "--jobs", "1"];
  const ended = await icl("sweep", ...grid, ...torch, "--out", out);
  expect(ended).toMatchObject({ code: 0, err: expect.stringMatching(/^(\S+ seed=\d: done\n){2}$/) });
  const runs = JSON.parse(text(out, "runs.json"));
  expect(runs).toHaveLength(2);
  for (const run of runs) expect(run).toMatchObject({ step: 20, spd: { ols: expect.any(Number) } });
  const alone = await programFolder(smallConfig("quick", { "training.steps": 20 }));
  expect((await runProgram(alone)).code).toBe(0);
  expect(runs[0].parametersSha256).toBe(hashIn(alone));
  const wrong = await icl("sweep", ...grid, "--engine", "torch", "--python", "/usr/bin/false", "--out", newFolder());
  expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/ended with code 1\n/) });
});
