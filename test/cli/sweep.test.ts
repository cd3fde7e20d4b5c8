import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { icl, lastLine, newFolder, startIcl } from "./icl.ts";

const small = ["dim=2", "exemplars=4", "hiddenSize=8", "heads=1", "batch=8", "evaluation.prompts=16", "times=4"];
const tiny = ["sweep", "--preset", "quick", "--steps", "20", ...small.flatMap((setting) => ["--set", setting])];
const grid = ["--grid", "layers=1,2", "--grid", "seed=1,2"];

const runsIn = (folder: string) => readdirSync(folder).filter((name) => /^[0-9a-f]{16}$/.test(name));

test("trains every combination once, merges the rows, and tells which run each comes from", async () => {
  const out = join(newFolder(), "sweep");
  const first = await icl(...tiny, ...grid, "--out", out, "--json");
  expect(first.code).toBe(0);
  expect(lastLine(first)).toMatchObject({ out, runs: 4, missing: [] });
  expect(runsIn(out)).toHaveLength(4);
  const runs = JSON.parse(readFileSync(join(out, "runs.json"), "utf8"));
  expect(runs.map(({ settings }: { settings: object }) => settings)).toEqual([
    { "model.layers": 1, seed: 1 },
    { "model.layers": 1, seed: 2 },
    { "model.layers": 2, seed: 1 },
    { "model.layers": 2, seed: 2 },
  ]);
  expect(new Set(runs.map((run: { parametersSha256: string }) => run.parametersSha256)).size).toBe(4);
  const rows = JSON.parse(readFileSync(join(out, "rows.json"), "utf8"));
  expect(new Set(rows.map((row: { run: string }) => row.run))).toEqual(new Set(runsIn(out)));

  const times = runsIn(out).map((name) => statSync(join(out, name, "result.json")).mtimeMs);
  const again = await icl(...tiny, ...grid, "--out", out);
  expect(again.err.match(/done before/g)).toHaveLength(4);
  expect(runsIn(out).map((name) => statSync(join(out, name, "result.json")).mtimeMs)).toEqual(times);
}, 60_000);

test("shards share the grid without knowing of one another; --merge says what is still to come", async () => {
  const out = join(newFolder(), "sweep");
  const half = await icl(...tiny, ...grid, "--out", out, "--shard", "1/2", "--json");
  expect(lastLine(half)).toMatchObject({ runs: 2 });
  expect(lastLine(half).missing).toHaveLength(2);
  await icl(...tiny, ...grid, "--out", out, "--shard", "2/2");
  const merged = await icl(...tiny, ...grid, "--out", out, "--merge", "--json");
  expect(lastLine(merged)).toMatchObject({ runs: 4, missing: [] });
}, 60_000);

test("killed at any moment, its runs end with it, and it goes on to the result of one that was left alone", async () => {
  const [killed, calm] = [join(newFolder(), "killed"), join(newFolder(), "calm")];
  const long = tiny.map((word) => (word === "20" ? "3000" : word));
  const child = startIcl(...long, "--grid", "seed=1,2", "--out", killed);
  while (
    !existsSync(killed) ||
    !runsIn(killed).some((name) => existsSync(join(killed, name, "checkpoint.safetensors")))
  )
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill("SIGKILL");
  const left = () => execFileSync("ps", ["-A", "-o", "args"], { encoding: "utf8" }).includes(killed);
  await expect.poll(left, { timeout: 10_000 }).toBe(false);
  const hashes = async (out: string) => {
    expect((await icl(...long, "--grid", "seed=1,2", "--out", out)).code).toBe(0);
    const runs = JSON.parse(readFileSync(join(out, "runs.json"), "utf8"));
    return runs.map((run: { parametersSha256: string }) => run.parametersSha256);
  };
  expect(await hashes(killed)).toEqual(await hashes(calm));
}, 60_000);

test.each([
  [["--grid", "layers"], "invalid --grid: wanted path=a,b,…, got layers"],
  [["--grid", "layers=1,,2"], "invalid --grid: wanted path=a,b,…, got layers=1,,2"],
  [["--grid", "layers=0,1"], "invalid model.layers: must be a whole number from 1 to 64, got 0"],
  [["--grid", "layers=1,1"], 'duplicate run in the grid: {"model.layers":1} comes twice'],
  [["--grid", "layers=1,2", "--shard", "3/2"], "invalid --shard: wanted i/n with i from 1 to n, got 3/2"],
  [["--grid", "layers=1,2", "--jobs", "0"], "invalid --jobs: must be a whole number of at least 1, got 0"],
])("%j is refused in a sentence, and nothing is written", async (flags, sentence) => {
  const out = join(newFolder(), "sweep");
  const ended = await icl(...tiny, ...flags, "--out", out);
  expect(ended).toMatchObject({ code: 2, err: `icl: ${sentence}\n` });
  expect(existsSync(out)).toBe(false);
});
