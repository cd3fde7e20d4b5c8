import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeCheckpoint } from "../../src/checkpoints/checkpoint.ts";
import { parseRows } from "../../src/comparison/row.ts";
import { icl, iclHere, lastLine, newFolder, startIcl, tiny } from "./icl.ts";

const SENTENCE = /^icl: [^\n]+\n$/;
const checkpointIn = (folder: string) =>
  decodeCheckpoint(new Uint8Array(readFileSync(join(folder, "checkpoint.safetensors"))));

describe("icl train", { timeout: 300_000 }, () => {
  it("writes a run folder, and prints one JSON object a line, the last one the result", async () => {
    const out = join(newFolder(), "run");
    const ended = await icl("train", ...tiny, "--out", out, "--json");
    expect(ended.code).toBe(0);
    const lines = ended.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.filter((line) => line.type === "step").map((line) => line.step)).toEqual(
      Array.from({ length: 20 }, (_, k) => k + 1),
    );
    expect(lines.at(-1)).toMatchObject({ step: 20, backend: "wasm", workers: 1, reachedStep: null });
    for (const key of ["loss", "secondsTraining", "msPerStep", "spdToOls"])
      expect(lines.at(-1)[key]).toBeGreaterThan(0);
    expect(lines.at(-1).parametersSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(out).sort()).toEqual([
      "checkpoint.safetensors",
      "config.json",
      "log.jsonl",
      "result.json",
      "rows.json",
    ]);
    expect(checkpointIn(out).state.step).toBe(20);
  });

  it("predicts its time with --predict, and trains and writes nothing", async () => {
    const out = join(newFolder(), "run");
    const json = await iclHere("train", ...tiny, "--out", out, "--predict", "--json");
    expect([json.code, json.err]).toEqual([0, ""]);
    const { seconds, perStep, evaluations, evaluationCount } = lastLine(json) as Record<string, number>;
    expect(evaluationCount).toBe(4);
    expect(seconds).toBeGreaterThan(20 * (perStep as number) + (evaluations as number));
    const text = await iclHere("train", ...tiny, "--out", out, "--predict");
    expect(text.out).toMatch(/^[\d,]+ parameters: about \d+ s, 20 steps of [\d.]+ ms and 4 evaluations in \d+ s\n$/);
    expect(existsSync(out)).toBe(false);
  });

  it("reaches the same parameters, rows and log again, also if interrupted and resumed", async () => {
    const [whole, cut] = [join(newFolder(), "a"), join(newFolder(), "b")];
    const hash = lastLine(await iclHere("train", ...tiny, "--out", whole, "--json")).parametersSha256;
    await iclHere("train", ...tiny, "--until", "10", "--out", cut);
    expect(checkpointIn(cut).state.step).toBe(10);
    const resumed = await iclHere("train", "--resume", "--workers", "1", "--out", cut, "--json");
    expect(lastLine(resumed).parametersSha256).toBe(hash);
    const rowsIn = (folder: string) =>
      parseRows(readFileSync(join(folder, "rows.json"), "utf8"))
        .filter((row) => row.at.step !== 10) // where the interrupted run was evaluated once more
        .map((row) => JSON.stringify(row)); // in their order, too
    expect(rowsIn(cut)).toEqual(rowsIn(whole));
    const stepsIn = (folder: string) =>
      readFileSync(join(folder, "log.jsonl"), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => ({ ...JSON.parse(line), secondsTraining: 0 }));
    expect(stepsIn(cut)).toEqual(stepsIn(whole));
  });

  it("applies a rate change from its step on, given at the start or with --resume: the same parameters", async () => {
    const [whole, cut] = [join(newFolder(), "a"), join(newFolder(), "b")];
    const change = ["--set", "training.changes=learningRate=0.001@11_matrixRate=0.05@11"];
    const hash = lastLine(await iclHere("train", ...tiny, ...change, "--out", whole, "--json")).parametersSha256;
    await iclHere("train", ...tiny, "--until", "10", "--out", cut);
    const late = await iclHere(
      "train",
      "--resume",
      "--workers",
      "1",
      "--out",
      cut,
      "--set",
      "changes=learningRate=0.001@10",
    );
    expect([late.code, late.err]).toEqual([
      2,
      expect.stringMatching(
        /^icl: invalid checkpoint: expected one of the same config, got one that differs in training\.changes \(.*, not learningRate=0\.001@10\)\n$/,
      ),
    ]);
    const resumed = await iclHere("train", "--resume", "--workers", "1", "--out", cut, ...change, "--json");
    expect(lastLine(resumed).parametersSha256).toBe(hash);
    expect(readFileSync(join(cut, "config.json"), "utf8")).toBe(readFileSync(join(whole, "config.json"), "utf8"));
  });

  it("saves the snapshots of its evaluations with --keep, also if interrupted and resumed", async () => {
    const [whole, cut] = [join(newFolder(), "a"), join(newFolder(), "b")];
    const snapshotSteps = (folder: string): number[] =>
      JSON.parse(readFileSync(join(folder, "moments/moments.json"), "utf8"));
    const opened = (folder: string, step: number) =>
      decodeCheckpoint(new Uint8Array(readFileSync(join(folder, `moments/${step}.safetensors`))));
    const { parametersSha256 } = lastLine(await iclHere("train", ...tiny, "--keep", "--out", whole, "--json"));
    const steps = snapshotSteps(whole);
    expect(steps.at(-1)).toBe(20);
    expect(opened(whole, 20).trainedSha256).toBe(parametersSha256);
    const evaluated = parseRows(readFileSync(join(whole, "rows.json"), "utf8")).map((row) => row.at.step ?? 0);
    expect(steps).toEqual([...new Set(evaluated)].filter((step) => step > 0).sort((a, b) => a - b));
    await iclHere("train", ...tiny, "--keep", "--until", "10", "--out", cut);
    await iclHere("train", "--resume", "--workers", "1", "--out", cut); // what keeps them goes on to
    for (const step of steps)
      expect(opened(cut, step).trainedSha256, `step ${step}`).toBe(opened(whole, step).trainedSha256);
    await iclHere("train", ...tiny, "--until", "10", "--force", "--out", cut);
    expect(existsSync(join(cut, "moments"))).toBe(false); // another run's
    const late = await iclHere("train", "--resume", "--keep", "--workers", "1", "--out", cut);
    expect([late.code, late.err]).toEqual([
      2,
      expect.stringMatching(/^icl: invalid --keep: the run in .* was started without it/),
    ]);
  });

  it("leaves a readable checkpoint when killed, and resumes from it to the same parameters", async () => {
    const [whole, killed] = [join(newFolder(), "a"), join(newFolder(), "b")];
    const long = tiny.map((flag) => (flag === "20" ? "300" : flag));
    const hash = lastLine(await iclHere("train", ...long, "--out", whole, "--json")).parametersSha256;
    const child = startIcl("train", ...long, "--out", killed, "--json");
    const reached = new Promise<void>((resolve) => {
      let seen = "";
      child.stdout?.on("data", (part) => {
        seen += part;
        if (seen.includes('"step":150,')) resolve();
      });
    });
    const closed = new Promise((resolve) => child.on("close", resolve));
    await reached;
    child.kill("SIGKILL");
    await closed;
    const { step } = checkpointIn(killed).state;
    expect(step).toBeGreaterThanOrEqual(1);
    expect(step).toBeLessThan(300);
    expect(
      lastLine(await iclHere("train", "--resume", "--workers", "1", "--out", killed, "--json")).parametersSha256,
    ).toBe(hash);
  });

  it("on a signal saves a checkpoint of the current step, reports it, and resumes from it to the same parameters", async () => {
    const [whole, ended] = [join(newFolder(), "a"), join(newFolder(), "b")];
    const long = tiny.map((flag) => (flag === "20" ? "2000" : flag));
    const hash = lastLine(await iclHere("train", ...long, "--out", whole, "--json")).parametersSha256;
    const child = startIcl("train", ...long, "--out", ended);
    let output = "";
    child.stderr?.on("data", (part) => {
      output += part;
    });
    const closed = new Promise((resolve) => child.on("close", resolve));
    while (!existsSync(join(ended, "checkpoint.safetensors"))) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGTERM");
    expect(await closed).toBe(1);
    const { step } = checkpointIn(ended).state;
    expect(output).toContain(`icl: interrupted: stopped at step ${step} of 2000; --resume continues from there\n`);
    expect(
      lastLine(await iclHere("train", "--resume", "--workers", "1", "--out", ended, "--json")).parametersSha256,
    ).toBe(hash);
    expect(readFileSync(join(ended, "rows.json"), "utf8")).toBe(readFileSync(join(whole, "rows.json"), "utf8"));
  });

  it.each([
    ["unknown preset", ["--preset", "quik"], "unknown preset quik: expected one of quick, "],
    ["missing preset", [], "missing --preset: expected one of quick, "],
    ["unknown flag", ["--preset", "quick", "--layers", "2"], "unknown flag --layers: expected one of --preset, "],
    [
      "unknown setting",
      ["--preset", "quick", "--set", "model.depth=2"],
      "unknown setting model.depth: expected one of prompts.family, ",
    ],
    [
      "setting without a value",
      ["--preset", "quick", "--set", "layers"],
      "invalid --set: expected path=value, got layers",
    ],
    [
      "heads that do not divide",
      ["--preset", "quick", "--set", "heads=6"],
      "invalid model.heads: must divide hiddenSize 32, got 6",
    ],
    [
      "D of 0",
      ["--preset", "quick", "--set", "dim=0"],
      "invalid prompts.dim: must be a whole number from 1 to 256, got 0",
    ],
    [
      "negative N",
      ["--preset", "quick", "--set", "exemplars=-3"],
      "invalid prompts.exemplars: must be a whole number from 1 to 1,024, got -3",
    ],
    [
      "fractional L",
      ["--preset", "quick", "--set", "layers=1.5"],
      "invalid model.layers: must be a whole number from 1 to 64, got 1.5",
    ],
    [
      "batch that is no number",
      ["--preset", "quick", "--set", "batch=many"],
      'invalid training.batch: must be a whole number from 1 to 65,536, got "many"',
    ],
    [
      "absurd size",
      ["--preset", "quick", "--set", "batch=60000", "--set", "layers=64"],
      /a training step must fit in 3 GB of memory, this one needs about \d+ GB \(and the run about [\d,.]+ hours\)/,
    ],
    [
      "the paper's size",
      ["--preset", "paper"],
      /a training step must fit in 3 GB of memory, this one needs about 3\.4 GB \(and the run about [\d,]+ hours\)/,
    ],
    [
      "seed that is no number",
      ["--preset", "quick", "--seed", "x"],
      "invalid --seed: must be a whole number of at least 0, got x",
    ],
    [
      "an end behind the schedule's",
      ["--preset", "quick", "--steps", "10", "--until", "20"],
      "invalid --until: the schedule ends at step 10, got 20",
    ],
    [
      "steps given twice",
      ["--preset", "quick", "--steps", "10", "--set", "training.steps=20"],
      "duplicate setting training.steps: --steps sets it a second time",
    ],
    [
      "a setting given twice",
      ["--preset", "quick", "--set", "layers=1", "--set", "model.layers=2"],
      "duplicate setting model.layers: --set model.layers=2 sets it a second time",
    ],
    [
      "steps of 0",
      ["--preset", "quick", "--steps", "0"],
      "invalid --steps: must be a whole number of at least 1, got 0",
    ],
    [
      "unknown backend",
      ["--preset", "quick", "--backend", "cuda"],
      "invalid --backend: must be one of auto, wasm, cpu, got cuda",
    ],
    [
      "workers of 0",
      ["--preset", "quick", "--workers", "0"],
      "invalid --workers: must be auto or a whole number from 1 to 1,024, got 0",
    ],
    ["flag twice", ["--preset", "quick", "--preset", "quick"], "duplicate flag --preset: expected it only once"],
    ["stray word", ["--preset", "quick", "now"], "unknown argument now: train takes flags only"],
  ] as const)("refuses %s with one sentence and exit code 2, and writes nothing", async (_, flags, sentence) => {
    const out = join(newFolder(), "run");
    const ended = await iclHere("train", ...flags, "--out", out);
    expect(ended.err).toMatch(SENTENCE);
    if (typeof sentence === "string") expect(ended.err).toContain(sentence);
    else expect(ended.err).toMatch(sentence);
    expect(ended.code).toBe(2);
    expect(ended.out).toBe("");
    expect(existsSync(out)).toBe(false);
  });

  it("overwrites nothing without --force, and does with it", async () => {
    const out = join(newFolder(), "run");
    expect((await iclHere("train", ...tiny, "--until", "2", "--out", out)).code).toBe(0);
    const before = readFileSync(join(out, "checkpoint.safetensors"));
    const refused = await iclHere("train", ...tiny, "--until", "3", "--out", out);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("expected a new folder, or --force to replace it");
    expect(readFileSync(join(out, "checkpoint.safetensors")).equals(before)).toBe(true);
    expect((await iclHere("train", ...tiny, "--until", "3", "--out", out, "--force")).code).toBe(0);
    expect(checkpointIn(out).state.step).toBe(3);
  });

  it("rejects --resume from a broken checkpoint or with other settings, and does not change the folder", async () => {
    const out = join(newFolder(), "run");
    await iclHere("train", ...tiny, "--until", "2", "--out", out);
    const path = join(out, "checkpoint.safetensors");
    const whole = readFileSync(path);
    const other = await iclHere("train", "--resume", "--workers", "1", "--out", out, "--set", "layers=2");
    expect([other.code, other.err]).toEqual([
      2,
      "icl: invalid checkpoint: expected one of the same config, got one that differs in model.layers (1, not 2)\n",
    ]);
    writeFileSync(path, whole.subarray(0, whole.length - 100));
    const listing = readFileSync(join(out, "rows.json"), "utf8");
    const broken = await iclHere("train", "--resume", "--workers", "1", "--out", out);
    expect(broken.code).toBe(2);
    expect(broken.err).toMatch(
      /^icl: invalid --out: .* cannot be read, invalid safetensors: .* must have \d+ bytes, got \d+\n$/,
    );
    expect(readFileSync(join(out, "rows.json"), "utf8")).toBe(listing);
    const none = await iclHere("train", "--resume", "--workers", "1", "--out", join(out, "none"));
    expect([none.code, none.err]).toEqual([
      2,
      `icl: invalid --resume: expected a checkpoint.safetensors in ${join(out, "none")}, found none\n`,
    ]);
  });
});
