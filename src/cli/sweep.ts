import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Axis, GridPoint } from "../experiments/grid.ts";
import { presetConfig, presets } from "../experiments/presets.ts";
import { toJson } from "../experiments/row.ts";
import { balancedShards, predictedSeconds } from "../experiments/shards.ts";
import { clusterFlags, clusterOf } from "./cluster.ts";
import type { Arguments, Command } from "./command.ts";
import { makeFolder } from "./files.ts";
import { nodeHost } from "./nodeHost.ts";
import { duration } from "./progress.ts";
import { scriptOf, wantSlurm } from "./slurm.ts";
import { arrayOf, readSubmission, type Submission, submitAgain, submitAll } from "./sweepArray.ts";
import {
  isDone,
  keepPlan,
  mergeRuns,
  planOf,
  readPlan,
  refuseAnotherSweep,
  resultOf,
  runsOf,
  type SweepPlan,
} from "./sweepFolder.ts";
import { statusOf } from "./sweepStatus.ts";
import { withTyped } from "./train.ts";
import { trainAll } from "./trainAll.ts";
import { checked, UsageError } from "./usageError.ts";

const MOST_SHARDS = 256; // where --shards does not say
const MODES = ["shard", "slurm", "status", "merge", "retry"] as const;

/** `icl sweep`: carries out a grid of configs, each as `train` would, here or as a Slurm job array, and merges their rows. */
export const sweep: Command = {
  name: "sweep",
  summary: "trains a grid of configs, here or as a Slurm job array, and merges their rows",
  usage:
    "--preset P --grid path=a,b,c … --out DIR [--slurm [--dry-run]] | --out DIR --status|--merge|--retry|--shard i/n",
  flags: {
    preset: { value: "P", help: `the named config to vary: ${presets.map((preset) => preset.name).join(", ")}` },
    grid: { value: "path=a,b,…", multiple: true, help: "values of one setting; several make every combination" },
    set: { value: "path=value", multiple: true, help: "changes one setting of all runs" },
    seed: { value: "N", help: "seed of all runs (default 1; --grid seed=1,2,3 for several)" },
    steps: { value: "N", help: "length of the schedule, in steps" },
    out: { value: "DIR", help: "the folder of the runs' folders, of sweep.json, and of rows.json" },
    jobs: { value: "N", help: "runs at once (default one a core, or as many as the threads of a run allow)" },
    workers: { value: "N", help: "threads of a run (default 1)" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine (default auto)" },
    shard: { value: "i/n", help: "only the i-th of n parts of about the same cost; others may run elsewhere" },
    merge: { help: "trains nothing: writes rows.json and runs.json of the runs that are done" },
    slurm: { help: "submits a job array to Slurm, one task a shard" },
    "dry-run": { help: "with --slurm: prints the script, and writes and submits nothing" },
    status: { help: "how many runs are done, running, failed, waiting; the time left; why what failed has failed" },
    retry: { help: "submits what is not done again, once no task is left in the queue" },
    ...clusterFlags,
  },
  async run(args) {
    const out = args.text("out");
    if (out === undefined) throw new UsageError("missing --out: wanted a folder for the runs");
    const mode = modeOf(args);
    const cluster = clusterOf(args);
    const { backend } = nodeHost(args.text("backend"));
    const plan = planTyped(args, out);
    const points = runsOf(plan);
    const workers = args.whole("workers", 1) ?? 1;
    const cores = mode === "slurm" ? cluster.cores : availableParallelism();
    const jobs = args.whole("jobs", 1) ?? Math.max(1, Math.floor(cores / workers));
    const tell = (result: object, sentence: string) =>
      void process.stdout.write(args.has("json") ? `${toJson(result)}\n` : `${sentence}\n`);

    if (mode === "slurm") {
      const { shards = Math.min(points.length, MOST_SHARDS), ...resources } = cluster;
      if (shards > points.length)
        throw new UsageError(`invalid --shards: the grid has ${points.length} runs, got ${shards}`);
      const how = { ...resources, shards, jobs, workers, backend, logs: resolve(out, "slurm") };
      if (args.has("dry-run")) {
        const tasks = Array.from({ length: shards }, (_, k) => k + 1);
        const script = scriptOf(arrayOf(out, how, tasks));
        tell({ out, script, ...predictionOf(points, how) }, `${script}\n# ${predictedSentence(points, how)}`);
        return;
      }
      wantSlurm("--slurm");
      const before = readSubmission(out);
      if (before)
        throw new UsageError(`invalid --slurm: ${out} was submitted as job ${before.job}; wanted --status or --retry`);
      begin(out, plan);
      const { job } = submitAll(out, how);
      tell(
        { out, job, ...predictionOf(points, how) },
        `job ${job}: ${predictedSentence(points, how)}\nicl sweep --out ${out} --status`,
      );
      return;
    }
    const submission = readSubmission(out);
    const shards = submission ? balancedShards(points, submission.shards) : [points];
    if (mode === "status") {
      if (submission) wantSlurm("--status");
      const status = statusOf(out, shards, submission);
      const { runs, done, running, failed, waiting, secondsLeft, failures } = status;
      const left = done === runs ? "" : `; about ${duration(secondsLeft)} left`;
      const counts = `${runs} runs: ${done} done, ${running} running, ${failed} failed, ${waiting} waiting${left}`;
      const lines = failures.map(({ run, settings, said }) => `\nfailed ${labelOf({ name: run, settings })}: ${said}`);
      tell({ out, ...(submission && { job: submission.job }), ...status }, counts + lines.join(""));
      return;
    }
    if (mode === "retry") {
      if (!submission) throw new UsageError(`invalid --retry: ${out} was not submitted with --slurm`);
      wantSlurm("--retry");
      const { submission: again, tasks, runs } = submitAgain(out, submission, shards);
      tell({ out, job: again.job, tasks, runs }, `job ${again.job}: ${runs} runs again, in ${tasks} tasks`);
      return;
    }
    if (mode !== "merge") {
      const mine = shardTyped(points, args.text("shard"));
      begin(out, plan);
      const runs = mine.map((point) => ({ ...point, folder: `${out}/${point.name}`, label: labelOf(point) }));
      await trainAll(runs, { jobs, backend, workers }, (run) => {
        if (args.has("json")) process.stdout.write(`${toJson(resultOf(out, run))}\n`);
      });
    }
    if (mode === "shard") {
      const missing = points.filter((point) => !isDone(out, point)).map(({ name }) => name);
      const runs = points.length - missing.length;
      tell({ out, runs, missing }, `${out}: ${runs} of ${points.length} runs are done`);
      return;
    }
    const { runs, rows, missing } = mergeRuns(points, out);
    tell({ out, runs, rows, missing }, `${out}/runs.json, ${out}/rows.json: ${runs} runs, ${rows} rows`);
    if (missing.length > 0)
      throw new Error(
        `the sweep is not complete: ${missing.length} of ${points.length} runs are missing (${fewOf(missing)})`,
      );
  },
};

function modeOf(args: Arguments): (typeof MODES)[number] | "train" {
  const [mode = "train", other] = MODES.filter((name) => args.has(name));
  if (other) throw new UsageError(`ambiguous flags --${mode} and --${other}: wanted one of them`);
  const array = mode === "slurm" ? undefined : ["dry-run", ...Object.keys(clusterFlags)].find((flag) => args.has(flag));
  if (array) throw new UsageError(`missing --slurm: --${array} says something of a job array`);
  return mode;
}

/** The sweep that is typed, or the one that the folder keeps. Throws UsageError where they are not one. */
function planTyped(args: Arguments, out: string): SweepPlan {
  const preset = args.text("preset");
  if (preset === undefined) {
    const kept = readPlan(out);
    const typed = ["grid", "set", "seed", "steps"].some((flag) => args.has(flag));
    if (kept && !typed) return kept;
    const names = presets.map((each) => each.name).join(", ");
    throw new UsageError(`missing --preset: wanted one of ${names}${kept ? "" : `, for ${out} holds no sweep`}`);
  }
  const axes = args.texts("grid").map(readAxis);
  if (axes.length === 0) throw new UsageError("missing --grid: wanted path=a,b,…, the values of a setting to vary");
  const plan = planOf(
    withTyped(
      checked(() => presetConfig(preset)),
      args,
    ),
    axes,
  );
  runsOf(plan); // what is wrong with the grid is told before what is wrong with the folder
  refuseAnotherSweep(out, plan);
  return plan;
}

function begin(out: string, plan: SweepPlan): void {
  makeFolder(out);
  keepPlan(out, plan);
}

function readAxis(typed: string): Axis {
  const at = typed.indexOf("=");
  const values = typed.slice(at + 1).split(",");
  if (at < 1 || values.some((value) => value === "")) {
    throw new UsageError(`invalid --grid: wanted path=a,b,…, got ${typed}`);
  }
  return { setting: typed.slice(0, at), values };
}

function shardTyped(points: readonly GridPoint[], typed: string | undefined): readonly GridPoint[] {
  if (typed === undefined) return points;
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(typed)?.map(Number) ?? [];
  if (i === undefined || n === undefined || i < 1 || i > n) {
    throw new UsageError(`invalid --shard: wanted i/n with i from 1 to n, got ${typed}`);
  }
  return balancedShards(points, n)[i - 1] as readonly GridPoint[];
}

/** What the array is predicted to take. */
function predictionOf(points: readonly GridPoint[], { shards, jobs }: Omit<Submission, "job">) {
  const costs = balancedShards(points, shards).map(
    (part) => part.reduce((sum, { config }) => sum + predictedSeconds(config), 0) / jobs,
  );
  return { runs: points.length, shards, secondsOfLongestShard: Math.max(...costs) };
}

function predictedSentence(points: readonly GridPoint[], how: Omit<Submission, "job">): string {
  const { runs, shards, secondsOfLongestShard } = predictionOf(points, how);
  return `${runs} runs in ${shards} tasks, the longest predicted to take ${duration(secondsOfLongestShard)}`;
}

const labelOf = ({ name, settings }: Pick<GridPoint, "name" | "settings">): string =>
  `${name} ${Object.entries(settings)
    .map(([path, value]) => `${path}=${value}`)
    .join(" ")}`;

const MOST_NAMED = 10;

const fewOf = (names: readonly string[]): string =>
  names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join(", ")}, …` : names.join(", ");
