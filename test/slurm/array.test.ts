import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processesOf, type Slurm, startSlurm } from "./slurm.ts";

const small = ["dim=2", "exemplars=4", "hiddenSize=8", "heads=1", "batch=8", "evaluation.prompts=16", "times=4"];
const base = ["--preset", "quick", "--steps", "900", ...small.flatMap((setting) => ["--set", setting])];
const eight = [...base, "--grid", "layers=1,2", "--grid", "seed=1,2,3,4"];
const three = [...base, "--set", "layers=1", "--grid", "seed=1,2,3"];

let slurm: Slurm;
let folder: string;
let alone: string; // the eight runs of one process, which the array is held against

beforeAll(async () => {
  slurm = await startSlurm();
  folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
  alone = join(folder, "alone");
  expect(sweep(...eight, "--out", alone)).toMatchObject({ code: 0 });
}, 600_000);

afterAll(async () => {
  await slurm?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Runs `icl sweep …` of the built package, as a cluster would. */
function sweep(...args: string[]) {
  const env = { ...process.env, ...slurm.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["lib/cli/main.js", "sweep", ...args], {
    env,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

const json = (...args: string[]) =>
  JSON.parse(
    sweep(...args, "--json")
      .out.trimEnd()
      .split("\n")
      .at(-1) as string,
  );

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks for the status until nothing runs or waits. */
async function settled(out: string) {
  for (;;) {
    const status = json("--out", out, "--status");
    if (status.running + status.waiting === 0) return status;
    await pause(2000);
  }
}

interface Result {
  readonly run: string;
  readonly settings: Readonly<Record<string, number>>;
  readonly parametersSha256: string;
}

const runsOf = (out: string): Result[] => JSON.parse(readFileSync(join(out, "runs.json"), "utf8"));
const hashesOf = (out: string) => runsOf(out).map((run) => [run.run, run.parametersSha256]);

test("an array of eight runs, one task of it killed in the middle, has the rows and parameters of one process", async () => {
  const array = join(folder, "array");
  const told = json(...eight, "--out", array, "--slurm", "--shards", "4", "--time", "30", "--concurrency", "2");
  expect(told).toMatchObject({ runs: 8, shards: 4, job: expect.stringMatching(/^\d+$/) });
  expect(sweep(...eight, "--out", array, "--slurm").err).toMatch(
    /was submitted as job \d+; expected --status or --retry/,
  );
  expect(sweep("--out", array, "--retry").err).toMatch(/tasks of job \d+ are in the queue; expected none/);

  const names = runsOf(alone).map(({ run }) => join(array, run));
  const inTheMiddle = () =>
    names.find((name) => existsSync(join(name, "checkpoint.safetensors")) && !existsSync(join(name, "result.json")));
  while (!inTheMiddle()) await pause(50);
  const tasks = processesOf(new RegExp(`main\\.js sweep --out ${array} .*--shard \\d+/4$`));
  expect(tasks.length).toBeGreaterThan(0);
  for (const task of tasks) process.kill(task, "SIGKILL");
  const early = sweep("--out", array, "--merge");
  expect(early).toMatchObject({ code: 1, err: expect.stringMatching(/^icl: the sweep is not complete: \d of 8 runs/) });

  expect(await settled(array)).toMatchObject({ runs: 8, done: 8, failed: 0, failures: [] });
  const logs = [1, 2, 3, 4].map((task) => readFileSync(join(array, "slurm", `${task}.log`), "utf8")).join();
  expect(logs).toContain("ended by signal 9: task");
  expect(sweep("--out", array, "--merge")).toMatchObject({ code: 0 });
  expect(readFileSync(join(array, "rows.json"))).toEqual(readFileSync(join(alone, "rows.json")));
  expect(hashesOf(array)).toEqual(hashesOf(alone));
});

test("a full disk or an unwritable folder fails its run with a sentence and harms no other; --retry mends it", async () => {
  const out = join(folder, "harmed");
  const known = runsOf(alone).filter((run) => run.settings["model.layers"] === 1);
  const named = (seed: number) => known.find((run) => run.settings.seed === seed) as Result;
  const [whole, full, unwritable] = [1, 2, 3].map((seed) => join(out, named(seed).run)) as [string, string, string];
  mkdirSync(full, { recursive: true });
  symlinkSync("/dev/full", join(full, "rows.json.partial")); // a device that has no space, ever
  writeFileSync(unwritable, ""); // where a folder should be

  expect(json(...three, "--out", out, "--slurm", "--shards", "3")).toMatchObject({ runs: 3, shards: 3 });
  const status = await settled(out);
  expect(status).toMatchObject({ runs: 3, done: 1, failed: 2 });
  const said = Object.fromEntries(status.failures.map((each: { run: string; said: string }) => [each.run, each.said]));
  expect(said[named(2).run]).toBe(`icl: could not write ${full}/rows.json: no space is left on the device`);
  expect(said[named(3).run]).toContain(`invalid --out: expected a folder, got the file ${unwritable}`);
  expect(existsSync(join(full, "rows.json"))).toBe(false);
  const result = JSON.parse(readFileSync(join(whole, "result.json"), "utf8"));
  expect(result.parametersSha256).toBe(named(1).parametersSha256);

  rmSync(unwritable);
  expect(json("--out", out, "--retry")).toMatchObject({ runs: 2, tasks: 2 });
  expect(await settled(out)).toMatchObject({ runs: 3, done: 3, failed: 0 });
  expect(sweep("--out", out, "--merge").code).toBe(0);
  expect(hashesOf(out)).toEqual(
    known.filter(({ settings }) => (settings.seed as number) <= 3).map((run) => [run.run, run.parametersSha256]),
  );
});

test("a task that comes near its time limit is requeued, and its run ends with the same parameters", async () => {
  const out = join(folder, "late");
  const [one] = runsOf(alone).filter((run) => run.settings["model.layers"] === 1) as [Result];
  const run = join(out, one.run);
  const flags = ["--set", "layers=1", "--grid", "seed=1", "--out", out, "--slurm", "--time", "2"];
  expect(json(...base, ...flags)).toMatchObject({ runs: 1, shards: 1 });
  while (!existsSync(join(run, "checkpoint.safetensors"))) await pause(20);
  // Held in the middle, it cannot be done before Slurm warns: two minutes are its shortest limit that leaves time to work.
  const held = () => processesOf(new RegExp(`main\\.js train .*--out ${run} `));
  for (const each of held()) process.kill(each, "SIGSTOP");
  const log = () => readFileSync(join(out, "slurm/1.log"), "utf8");
  while (!log().includes("the time limit is near: task 1 is requeued")) await pause(200);
  for (const each of held()) process.kill(each, "SIGCONT");
  expect(await settled(out)).toMatchObject({ runs: 1, done: 1, failed: 0 });
  expect(sweep("--out", out, "--merge").code).toBe(0);
  expect(runsOf(out).map(({ parametersSha256 }) => parametersSha256)).toEqual([one.parametersSha256]);
  expect(readFileSync(join(run, "rows.json"))).toEqual(readFileSync(join(alone, one.run, "rows.json")));
}, 600_000);

test("an experiment as an array, merged, has the claims of its record", async () => {
  const out = join(folder, "experiment");
  expect(json("--experiment", "construction", "--out", out, "--slurm", "--shards", "3")).toMatchObject({ runs: 9 });
  expect(await settled(out)).toMatchObject({ runs: 9, done: 9, failed: 0 });
  const { claims, figures } = json("--out", out, "--merge");
  expect(claims).toEqual(JSON.parse(readFileSync(join(out, "construction/claims.json"), "utf8")));
  for (const name of figures) expect(existsSync(join(out, "construction", name))).toBe(true);
  const recorded = JSON.parse(readFileSync("public/records/construction.json", "utf8")).claims;
  expect(claims).toEqual(recorded.map((claim: object) => ({ ...claim, expected: "holds" })));
});

test("an array that trains in PyTorch, one task of it killed in the middle, has the parameters of the same sweep here", async () => {
  const torch = ["--steps", "300", "--engine", "torch", "--python", "/usr/bin/python3"];
  const flags = [
    ...base.filter((flag) => !["--steps", "900"].includes(flag)),
    "--set",
    "layers=1",
    "--grid",
    "seed=1,2",
    ...torch,
  ];
  const [here, array] = [join(folder, "torch-here"), join(folder, "torch-array")];
  expect(sweep(...flags, "--jobs", "1", "--out", here)).toMatchObject({ code: 0 });
  expect(json(...flags, "--out", array, "--slurm", "--shards", "2", "--time", "30")).toMatchObject({
    runs: 2,
    shards: 2,
  });
  const names = runsOf(here).map(({ run }) => join(array, run));
  const inTheMiddle = () =>
    names.find((name) => existsSync(join(name, "checkpoint.safetensors")) && !existsSync(join(name, "result.json")));
  while (!inTheMiddle()) await pause(50);
  const tasks = processesOf(new RegExp(`main\\.js sweep --out ${array} .*--engine torch .*--shard \\d+/2$`));
  expect(tasks.length).toBeGreaterThan(0);
  for (const task of tasks) process.kill(task, "SIGKILL");
  expect(await settled(array)).toMatchObject({ runs: 2, done: 2, failed: 0, failures: [] });
  const logs = [1, 2].map((task) => readFileSync(join(array, "slurm", `${task}.log`), "utf8")).join();
  expect(logs).toContain("ended by signal 9: task");
  expect(sweep("--out", array, "--merge")).toMatchObject({ code: 0 });
  expect(hashesOf(array)).toEqual(hashesOf(here));
});

test("what Slurm refuses is told in its words", () => {
  const ended = sweep(...three, "--out", join(folder, "refused"), "--slurm", "--partition", "none");
  expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/^icl: Slurm rejected the job: .*partition/i) });
});
