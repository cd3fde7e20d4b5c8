import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { contentsOf, type Ended, icl, iclHere, lastLine, newFolder, startIcl } from "./icl.ts";

const small = ["dim=2", "exemplars=4", "hiddenSize=8", "heads=1", "batch=8", "evaluation.prompts=16", "times=4"];
const tiny = ["sweep", "--preset", "quick", "--steps", "20", ...small.flatMap((setting) => ["--set", setting])];
const grid = ["--grid", "layers=1,2", "--grid", "seed=1,2"];

const runsIn = (folder: string) => readdirSync(folder).filter((name) => /^[0-9a-f]{16}$/.test(name));

const whole = join(newFolder(), "sweep"); // four runs, merged
let first: Ended;

beforeAll(async () => {
  first = await icl(...tiny, ...grid, "--out", whole, "--json");
});

test("trains every combination once, merges the rows, and names the run of each row", async () => {
  expect(first.code).toBe(0);
  expect(lastLine(first)).toMatchObject({ out: whole, runs: 4, missing: [] });
  expect(runsIn(whole)).toHaveLength(4);
  const runs = JSON.parse(readFileSync(join(whole, "runs.json"), "utf8"));
  expect(runs.map(({ settings }: { settings: object }) => settings)).toEqual([
    { "model.layers": 1, seed: 1 },
    { "model.layers": 1, seed: 2 },
    { "model.layers": 2, seed: 1 },
    { "model.layers": 2, seed: 2 },
  ]);
  expect(new Set(runs.map((run: { parametersSha256: string }) => run.parametersSha256)).size).toBe(4);
  const rows = JSON.parse(readFileSync(join(whole, "rows.json"), "utf8"));
  expect(new Set(rows.map((row: { run: string }) => row.run))).toEqual(new Set(runsIn(whole)));

  const times = runsIn(whole).map((name) => statSync(join(whole, name, "result.json")).mtimeMs);
  const again = await iclHere(...tiny, ...grid, "--out", whole); // all done: no process is started
  expect(again.err.match(/done before/g)).toHaveLength(4);
  expect(runsIn(whole).map((name) => statSync(join(whole, name, "result.json")).mtimeMs)).toEqual(times);
});

test("a folder without a sweep has no status, nothing to merge and nothing to retry", async () => {
  const out = join(newFolder(), "nothing");
  for (const mode of ["--status", "--merge", "--retry"])
    expect(await iclHere("sweep", "--out", out, mode)).toMatchObject({
      code: 2,
      err: `icl: invalid --out: expected the folder of a sweep, got ${out}, which contains none\n`,
    });
});

test("shards complete one sweep; its folder stores the grid, and rejects another grid and another version", async () => {
  const out = join(newFolder(), "sweep");
  const half = await icl(...tiny, ...grid, "--out", out, "--shard", "1/2", "--json");
  expect(lastLine(half)).toMatchObject({ runs: 2 });
  expect(lastLine(half).missing).toHaveLength(2);
  const merged = await iclHere("sweep", "--out", out, "--merge");
  expect(merged).toMatchObject({ code: 1, err: expect.stringMatching(/^icl: the sweep is not complete: 2 of 4 runs/) });
  expect(lastLine(await iclHere("sweep", "--out", out, "--status", "--json"))).toMatchObject({ done: 2, waiting: 2 });
  expect(await iclHere(...tiny, "--grid", "layers=1", "--out", out)).toMatchObject({
    code: 2,
    err: `icl: invalid --out: ${out} contains another sweep (layers=1,2 seed=1,2); expected a separate folder\n`,
  });
  await icl(...tiny, ...grid, "--out", out, "--shard", "2/2");
  const complete = await iclHere(...tiny, ...grid, "--out", out, "--merge", "--json");
  expect(lastLine(complete)).toMatchObject({ runs: 4, missing: [] });
  expect(readFileSync(join(out, "rows.json"), "utf8")).toBe(readFileSync(join(whole, "rows.json"), "utf8"));
  const plan = JSON.parse(readFileSync(join(out, "sweep.json"), "utf8"));
  writeFileSync(join(out, "sweep.json"), JSON.stringify({ ...plan, version: "0.0.9" }));
  expect(await iclHere("sweep", "--out", out)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/contains a sweep of version 0\.0\.9, this is /),
  });
});

test("a killed sweep ends its runs, and resumes to the result of a sweep without a break", async () => {
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
  await expect.poll(left).toBe(false);
  const hashes = async (out: string) => {
    expect((await icl(...long, "--grid", "seed=1,2", "--out", out)).code).toBe(0);
    const runs = JSON.parse(readFileSync(join(out, "runs.json"), "utf8"));
    return runs.map((run: { parametersSha256: string }) => run.parametersSha256);
  };
  expect(await hashes(killed)).toEqual(await hashes(calm));
});

test("--dry-run prints the script of the array and writes nothing; flags override the cluster file", async () => {
  const out = join(newFolder(), "with space $HOME");
  const file = join(newFolder(), "cluster.json");
  writeFileSync(file, JSON.stringify({ partition: "cpu", time: "2:00:00", cores: 4, memory: "4G", concurrency: 3 }));
  const flags = ["--slurm", "--dry-run", "--shards", "2", "--cluster", file, "--time", "1-12", "--workers", "2"];
  const { code, out: said } = await iclHere(...tiny, ...grid, "--out", out, ...flags);
  expect(code).toBe(0);
  const options = [...said.matchAll(/^#SBATCH (.*)$/gm)].map(([, option]) => option);
  for (const option of [
    "--array=1-2%3",
    "--partition=cpu",
    "--time=1-12",
    "--cpus-per-task=4",
    "--mem=4G",
    "--requeue",
  ])
    expect(options).toContain(option);
  expect(said).toContain(`--out "${out.replace("$", "\\$")}" --jobs 2 --workers 2`);
  expect(said).toContain('--shard "$SLURM_ARRAY_TASK_ID/2" &');
  expect(said).toMatch(/^# 4 runs in 2 tasks, the longest predicted to take \d+ s$/m);
  expect(existsSync(out)).toBe(false);
});

test("the script of the array quotes every path, or the path is rejected", async () => {
  const names = ["it's $HOME `id` $(id) #1 & *", "$SLURM_ARRAY_TASK_ID !%a ; | > (x)", "ünï💥"];
  const flags = ["--slurm", "--dry-run", "--shards", "2", "--json"];
  for (const name of names) {
    const folder = newFolder();
    const out = join(folder, name);
    const ended = await iclHere(...tiny, ...grid, "--out", out, ...flags);
    expect(ended.code, ended.err).toBe(0);
    // The script as a task runs it, with a program that prints its words in Node's place.
    const script = (lastLine(ended).script as string).replace(process.execPath, "printf '%s\\0'");
    const env = { PATH: process.env.PATH, HOME: "/nowhere", SLURM_ARRAY_TASK_ID: "2" };
    const words = execFileSync("bash", ["-c", script], { env, encoding: "utf8" }).split("\0");
    expect(words[words.indexOf("--out") + 1]).toBe(out);
    expect(words[words.indexOf("--shard") + 1]).toBe("2/2");
    expect(existsSync(out)).toBe(false);
  }
  for (const sign of ['"', "\\", "\n", "\u001b"]) {
    const ended = await iclHere(...tiny, ...grid, "--out", join(newFolder(), `a${sign}b`), ...flags);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(/^icl: invalid --slurm: expected paths without double quotes, [^\n]+\n$/);
  }
});

test("a folder that is not a sweep, or is damaged, is an error of one sentence and does not change", async () => {
  const folder = newFolder();
  const [run] = runsIn(whole) as [string];
  const { version } = JSON.parse(readFileSync(join(whole, "sweep.json"), "utf8"));
  const plan = (settings: unknown, axes: unknown) => JSON.stringify({ version, settings, axes });
  const noPlan = "expected a sweep's plan in OUT/sweep.json, got something else";
  for (const [file, content, sentence] of [
    ["sweep.json", "{}", noPlan],
    ["sweep.json", "null", noPlan],
    ["sweep.json", "sweep", "expected JSON in OUT/sweep.json, got something else"],
    ["sweep.json", plan({}, 3), noPlan],
    ["sweep.json", plan({}, [{ setting: "seed" }]), noPlan],
    ["slurm.json", "7", "expected a submission in OUT/slurm.json, got something else"],
    [`${run}/result.json`, '{"step":', `expected JSON in OUT/${run}/result.json, got something else`],
    [`${run}/rows.json`, "", `expected JSON in OUT/${run}/rows.json, got something else`],
  ] as const) {
    const out = join(folder, "broken");
    cpSync(whole, out, { recursive: true });
    writeFileSync(join(out, file), content);
    const before = contentsOf(out);
    const err = `icl: invalid --out: ${sentence.replace("OUT", out)}\n`;
    expect(await iclHere("sweep", "--out", out, "--merge"), `${file} ${content}`).toMatchObject({ code: 2, err });
    expect(contentsOf(out)).toEqual(before);
    rmSync(out, { recursive: true });
  }
  const refused = [...tiny, ...grid, "--out"];
  const trained = join(whole, run);
  const before = contentsOf(whole);
  expect(await iclHere(...refused, trained)).toMatchObject({
    code: 2,
    err: `icl: invalid --out: ${trained} contains config.json but no sweep; expected a new folder or the folder of a sweep\n`,
  });
  expect(await iclHere(...refused, join(whole, "rows.json"))).toMatchObject({
    code: 2,
    err: `icl: invalid --out: expected a folder, got the file ${whole}/rows.json\n`,
  });
  expect(contentsOf(whole)).toEqual(before);
});

test("the runs of an experiment are a sweep, which has claims only once it is complete", async () => {
  const out = join(newFolder(), "sweep");
  const named = ["sweep", "--experiment", "construction", "--out", out];
  const some = await icl(...named, "--shard", "1/9", "--json");
  expect(some.code).toBe(0);
  expect(lastLine(some)).toMatchObject({ runs: 1 });
  expect(lastLine(some).missing).toHaveLength(8);
  const merged = await iclHere("sweep", "--out", out, "--merge", "--json");
  expect(merged).toMatchObject({ code: 1, err: expect.stringMatching(/^icl: the sweep is not complete: 8 of 9 runs/) });
  expect(lastLine(merged)).not.toHaveProperty("claims");
  expect(existsSync(join(out, "construction"))).toBe(false);
  const [first] = JSON.parse(readFileSync(join(out, "runs.json"), "utf8"));
  expect(first.settings).toMatchObject({ "model.init": "mov", "prompts.dim": 2 }); // what is not the same in all
  expect(first.settings).not.toHaveProperty("seed");
  expect(await iclHere("sweep", "--experiment", "fit", "--out", out)).toMatchObject({
    code: 2,
    err: `icl: invalid --out: ${out} contains another sweep (the experiment construction); expected a separate folder\n`,
  });
});

test("--slurm without Slurm is an error, and writes nothing", async () => {
  const out = join(newFolder(), "sweep");
  const before = process.env.PATH;
  process.env.PATH = "/nowhere";
  const ended = await iclHere(...tiny, ...grid, "--out", out, "--slurm").finally(() => {
    process.env.PATH = before;
  });
  const err = "icl: missing Slurm: --slurm needs sbatch on the PATH (--dry-run prints the script without it)\n";
  expect(ended).toMatchObject({ code: 2, err });
  expect(existsSync(out)).toBe(false);
});

test.each([
  [["--grid", "layers"], "invalid --grid: expected path=a,b,…, got layers"],
  [["--grid", "layers=1,,2"], "invalid --grid: expected path=a,b,…, got layers=1,,2"],
  [["--grid", "layers=0,1"], "invalid model.layers: must be a whole number from 1 to 64, got 0"],
  [["--grid", "layers=1,1"], 'duplicate run in the grid: {"model.layers":1} occurs twice'],
  [["--grid", "layers=1,2", "--shard", "3/2"], "invalid --shard: expected i/n with i from 1 to n, got 3/2"],
  [
    ["--grid", "layers=1,2", "--shard", "1/99999999999"],
    "invalid --shard: expected at most 100,000 parts, got 1/99999999999",
  ],
  [
    ["--grid", "layers=1", "--grid", "model.layers=2"],
    "duplicate setting model.layers: --grid model.layers=2 sets it a second time",
  ],
  [
    ["--grid", "layers=1,2", "--set", "layers=3"],
    "duplicate setting model.layers: --grid layers=1,2 sets it a second time",
  ],
  [["--grid", "seed=1,2", "--seed", "3"], "duplicate setting seed: --grid seed=1,2 sets it a second time"],
  [["--experiment", "fit"], "ambiguous flags --experiment and --preset: an experiment defines all its runs"],
  [[], "missing --grid: expected path=a,b,… with the values of a setting to vary"],
  [["--grid", "layers="], "invalid --grid: expected path=a,b,…, got layers="],
  [["--grid", "layers=1,2", "--partition", "cpu"], "missing --slurm: --partition is only for a job array"],
  [["--grid", "layers=1,2", "--slurm", "--merge"], "ambiguous flags --slurm and --merge: expected one of them"],
  [["--grid", "layers=1,2", "--slurm", "--shards", "3"], "invalid --shards: the grid has 2 runs, got 3"],
  [
    ["--grid", "layers=1,2", "--slurm", "--time", "soon"],
    "invalid --time: must be a time as Slurm writes it, such as 30, 2:00:00 or 1-12, got soon",
  ],
  [["--grid", "layers=1,2", "--retry"], "invalid --retry: OUT was not submitted with --slurm"],
  [["--grid", "layers=1,2", "--jobs", "0"], "invalid --jobs: must be a whole number from 1 to 1,024, got 0"],
])("%j is refused in a sentence, and nothing is written", async (flags, sentence) => {
  const out = join(newFolder(), "sweep");
  const ended = await iclHere(...tiny, ...flags, "--out", out);
  expect(ended).toMatchObject({ code: 2, err: `icl: ${sentence.replace("OUT", out)}\n` });
  expect(existsSync(out)).toBe(false);
});
