import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { parseRows } from "../../src/comparison/row.ts";
import { readSafetensors } from "../../src/transformer/safetensors.ts";
import { icl, iclHere, lastLine, newFolder } from "./icl.ts";

const fixtures = new URL("../fixtures/definitions/", import.meta.url).pathname;
const [gaps, mean] = [`${fixtures}gaps.mjs`, `${fixtures}mean.mjs`];
const load = ["--task", gaps, "--algorithm", mean];
const settings = ["family=gaps", "active=2", "layers=1", "hiddenSize=8", "heads=1", "batch=8", "evaluation.prompts=16"];
const config = ["--preset", "quick", ...settings.flatMap((each) => ["--set", each]), "--steps", "20"];

describe("a run on a task family and with an algorithm from files", () => {
  const out = newFolder();
  const folder = join(out, "run");
  const checkpoint = `${folder}/checkpoint.safetensors`;
  const changed = join(out, "gaps.mjs");
  const zip = join(out, "run.zip");
  const sha256 = createHash("sha256").update(readFileSync(gaps)).digest("hex");

  beforeAll(async () => {
    writeFileSync(changed, `${readFileSync(gaps, "utf8")}// another file\n`);
    const ended = await icl("train", ...load, ...config, "--workers", "2", "--until", "10", "--out", folder, "--json");
    expect([ended.code, ended.err]).toEqual([0, expect.not.stringContaining("thread")]);
    expect(lastLine(ended).workers).toBe(2);
    expect((await icl("bundle", ...load, folder, "--out", zip)).code).toBe(0);
  });

  it("has rows of both, and keeps the SHA-256 of the files", () => {
    const rows = parseRows(readFileSync(`${folder}/rows.json`, "utf8"));
    const references = new Set(rows.filter(({ metric }) => metric === "spd").map(({ reference }) => reference));
    expect([...references].sort()).toEqual(["mean", "ols", "zero"]);
    const { metadata } = readSafetensors(new Uint8Array(readFileSync(checkpoint)));
    expect(JSON.parse(metadata.definitions as string)).toEqual([
      { kind: "task", id: "gaps", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { kind: "algorithm", id: "mean", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  it("resumes with the same files to the result of a run without a break", async () => {
    const whole = join(out, "whole");
    const [resumed, uninterrupted] = await Promise.all([
      icl("train", ...load, "--resume", "--out", folder, "--json"),
      icl("train", ...load, ...config, "--workers", "1", "--out", whole, "--json"),
    ]);
    expect([resumed.code, uninterrupted.code]).toEqual([0, 0]);
    expect(lastLine(resumed).parametersSha256).toBe(lastLine(uninterrupted).parametersSha256);
  });

  it("is compared, with figures", async () => {
    const asked = join(out, "asked");
    const ended = await icl(
      "compare",
      ...load,
      "--checkpoint",
      checkpoint,
      "--prompts",
      "16",
      "--out",
      asked,
      "--json",
    );
    expect(Object.keys(lastLine(ended).spd as object).sort()).toEqual(["mean", "ols", "zero"]);
    expect(readFileSync(`${asked}/spd.svg`, "utf8")).toContain("#8a6d3b");
  });

  it.each<[string, readonly string[], string]>([
    [
      "compare without the file",
      ["compare", "--checkpoint", checkpoint],
      "missing --task: the run uses the task family gaps from a definition file (SHA-256 ",
    ],
    [
      "compare with another file",
      ["compare", "--task", changed, "--checkpoint", checkpoint],
      "invalid --task: the run uses the task family gaps from a definition file (SHA-256 ",
    ],
    [
      "compare of its .zip without the file",
      ["compare", "--checkpoint", zip],
      `missing --task: the run uses the task family gaps from a definition file (SHA-256 ${sha256}); icl loads it with --task FILE`,
    ],
    [
      "compare of its .zip with another file",
      ["compare", "--task", changed, "--checkpoint", zip],
      `invalid --task: the run uses the task family gaps from a definition file (SHA-256 ${sha256}), got one with SHA-256 `,
    ],
    [
      "bundle of its .zip without the file",
      ["bundle", zip],
      `missing --task: the run uses the task family gaps from a definition file (SHA-256 ${sha256})`,
    ],
    [
      "bundle of its folder without the file",
      ["bundle", folder],
      `missing --task: the run uses the task family gaps from a definition file (SHA-256 ${sha256})`,
    ],
    [
      "resume without the file",
      ["train", "--resume", "--out", folder],
      "missing --task: the run uses the task family gaps",
    ],
    [
      "resume with another file",
      ["train", "--task", changed, "--algorithm", mean, "--resume", "--out", folder],
      "invalid --task: the run uses the task family gaps",
    ],
    [
      "resume without the algorithm",
      ["train", "--task", gaps, "--resume", "--out", folder],
      "missing --algorithm: the run uses the algorithm mean",
    ],
  ])("%s is refused", async (_, args, sentence) => {
    const before = readFileSync(checkpoint);
    const ended = await icl(...args, ...(args[0] === "train" ? [] : ["--out", join(out, "refused")]));
    expect([ended.code, ended.out]).toEqual([2, ""]);
    expect(ended.err).toMatch(/^icl: [^\n]+\n$/);
    expect(ended.err).toContain(sentence);
    expect(readFileSync(checkpoint)).toEqual(before);
    expect(existsSync(join(out, "refused"))).toBe(false);
  });
});

describe("a sweep on a task family from a file", () => {
  const folder = join(newFolder(), "sweep");

  it("trains every run with the file, and its folder asks for it", async () => {
    const ended = await icl("sweep", ...load, ...config, "--grid", "dim=2,3", "--out", folder, "--json");
    expect([ended.code, lastLine(ended).runs]).toEqual([0, 2]);
    const status = await icl("sweep", "--out", folder, "--status");
    expect([status.code, status.out]).toEqual([2, ""]);
    expect(status.err).toMatch(
      /^icl: missing --task: the sweep in \S+ was started with --task \S+gaps\.mjs, of SHA-256 \w{64}\n$/,
    );
    expect((await icl("sweep", ...load, "--out", folder, "--status")).out).toMatch(/^2 runs: 2 done/);
    const less = await icl("sweep", "--task", gaps, "--out", folder, "--merge");
    expect(less.err).toMatch(/^icl: missing --algorithm: the sweep in /);
  });

  it("rejects a file that has changed since, in another process", async () => {
    const expected = JSON.stringify({ [gaps]: "0".repeat(64) });
    vi.stubEnv("ICL_DEFINITIONS", expected);
    const ended = await icl("train", ...load, ...config, "--out", join(folder, "other"));
    vi.unstubAllEnvs();
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/^icl: invalid --task: expected \S+gaps\.mjs with SHA-256 0{64}, got \w{64}\n$/);
  });

  it("passes the file to the tasks of a Slurm array", async () => {
    const flags = ["--slurm", "--dry-run", "--shards", "2", "--json"];
    const ended = await icl("sweep", ...load, ...config, "--grid", "dim=2,3", "--out", join(folder, "new"), ...flags);
    expect(ended.err).toBe("");
    expect(lastLine(ended).script).toContain(`--task ${gaps} --algorithm ${mean} --shard`);
  });
});

it.each<[string, string | undefined, string, string]>([
  ["no file", undefined, "a.mjs", "invalid --task: expected a file"],
  ["no module", "export default {", "b.mjs", "could not be loaded: "],
  [
    "no default export",
    "export const task = {};",
    "c.mjs",
    "expected export default taskFamily({ … }), got no default export",
  ],
  ["no task family", "export default { id: 3 };", "d.mjs", "invalid task family: id must be"],
  ["an import that is not there", 'import "./nothing.mjs"; export default {};', "e.mjs", "could not be loaded: "],
])("%s is refused in one sentence with exit code 2", async (_, text, name, sentence) => {
  const path = join(newFolder(), name);
  if (text !== undefined) writeFileSync(path, text);
  const out = join(newFolder(), "run");
  const ended = await iclHere("train", "--task", path, "--preset", "quick", "--out", out);
  expect(ended.code).toBe(2);
  expect(ended.err).toMatch(/^icl: invalid --task: [^\n]+\n$/);
  expect(ended.err).toContain(sentence);
  expect(existsSync(out)).toBe(false);
});

const never = "expected every top-level await and the default export to resolve, got one that never does";

it.each([
  ["task", "awaits at its top level what never resolves", "await new Promise(() => {});\nexport default {};", never],
  [
    "algorithm",
    "awaits at its top level what never resolves",
    "await new Promise(() => {});\nexport default {};",
    never,
  ],
  ["task", "exports a promise that never resolves", "export default new Promise(() => {});", never],
  ["task", "exports a promise that rejects", 'export default Promise.reject(new Error("no draws"));', "no draws"],
])("a file of --%s that %s is rejected in one sentence with exit code 2", async (kind, _, text, problem) => {
  const path = join(newFolder(), "endless.mjs");
  writeFileSync(path, `${text}\n`);
  const out = join(newFolder(), "run");
  const ended = await icl("train", `--${kind}`, path, "--preset", "quick", "--out", out);
  const sentence = `icl: invalid --${kind}: ${path}: could not be loaded: ${problem}\n`;
  expect([ended.code, ended.out, ended.err]).toEqual([2, "", sentence]);
  expect(existsSync(out)).toBe(false);
});

it("a file that awaits a timer at its top level is loaded", async () => {
  const path = join(newFolder(), "slow.mjs");
  writeFileSync(path, `await new Promise((resolve) => setTimeout(resolve, 50));\n${readFileSync(gaps, "utf8")}`);
  const ended = await icl(
    "train",
    "--task",
    path,
    ...config,
    "--workers",
    "1",
    "--until",
    "1",
    "--out",
    newFolder(),
    "--json",
  );
  expect([ended.code, lastLine(ended).step]).toEqual([0, 1]);
});
