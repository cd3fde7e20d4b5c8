import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { Host } from "../../checkpoints/host.ts";
import { toJson } from "../../comparison/row.ts";
import { balancedShards, predictedSeconds } from "../../config/balancedShards.ts";
import type { GridPoint } from "../../config/grid.ts";
import { presets } from "../../config/presets.ts";
import type { Experiment } from "../../experiments/experiment.ts";
import { startBackend } from "../../kernels/backend.ts";
import type { Command } from "../command.ts";
import { definitionFlags } from "../definitionFiles.ts";
import { trainedIn, writeExperiment, writtenText } from "../io/experimentFolder.ts";
import { kindOf } from "../io/files.ts";
import { withLock } from "../io/lock.ts";
import { duration } from "../io/progress.ts";
import { MAX_WORKERS, nodeHost } from "../nodeHost.ts";
import { measureAll } from "../records.ts";
import { quoteInput, UsageError } from "../usageError.ts";
import { clusterFlags, clusterOf } from "./cluster.ts";
import { parseMode, parsePlan, parseShard } from "./parseSweep.ts";
import { scriptOf, wantSlurm } from "./slurm.ts";
import { arrayOf, readSubmission, type Submission, submitAgain, submitAll } from "./sweepArray.ts";
import { experimentOf, isDone, keepPlan, mergeRuns, resultOf, runsOf, type SweepPlan } from "./sweepFolder.ts";
import { statusOf } from "./sweepStatus.ts";
import { trainAll } from "./trainAll.ts";

const MAX_SHARDS = 256; // where --shards does not say
const MAX_JOBS = 1024; // processes at once
const MS_FOR_ANOTHER = 120_000; // a task that Slurm has requeued begins while the one before it still ends

/** `icl sweep`: carries out a grid of configs, each as `train` would, here or as a Slurm job array, and merges their rows. */
export const sweep: Command = {
  name: "sweep",
  summary: "trains a grid of configs, here or as a Slurm job array, and merges their rows",
  usage:
    "--preset P --grid path=a,b,c … | --experiment NAME, --out DIR [--slurm [--dry-run]] | --out DIR --status|--merge|--retry|--shard i/n",
  flags: {
    ...definitionFlags,
    preset: { value: "P", help: `the named config to vary: ${presets.map((preset) => preset.name).join(", ")}` },
    grid: { value: "path=a,b,…", multiple: true, help: "values of one setting; several make every combination" },
    experiment: { value: "NAME", help: "the runs of an experiment instead; merged, they have its claims" },
    set: { value: "path=value", multiple: true, help: "changes one setting of all runs" },
    seed: { value: "N", help: "seed of all runs (default 1; --grid seed=1,2,3 for several)" },
    steps: { value: "N", help: "length of the schedule, in steps" },
    out: { value: "DIR", help: "the folder of the runs' folders, of sweep.json, and of rows.json" },
    jobs: { value: "N", help: "runs at once (default one a core, or as many as the threads of a run allow)" },
    workers: { value: "N", help: "threads of a run (default 1)" },
    backend: { value: "auto|wasm|cpu", help: "the tensor engine (default auto)" },
    shard: { value: "i/n", help: "only the i-th of n parts of about the same cost; others may run elsewhere" },
    merge: {
      help: "trains nothing: gathers rows.json and runs.json; of an experiment that is complete claims and figures",
    },
    slurm: { help: "submits a job array to Slurm, one task a shard" },
    "dry-run": { help: "with --slurm: prints the script, and writes and submits nothing" },
    status: { help: "how many runs are done, running, failed, waiting; the time left; why what failed has failed" },
    retry: { help: "submits what is not done again, once no task is left in the queue" },
    ...clusterFlags,
  },
  async run(args) {
    const out = args.text("out");
    if (out === undefined) throw new UsageError("missing --out: wanted a folder for the runs");
    const mode = parseMode(args);
    const cluster = clusterOf(args);
    const host = nodeHost(args.text("backend"));
    const { backend } = host;
    const plan = parsePlan(args, out);
    const points = runsOf(plan);
    const workers = args.whole("workers", 1, MAX_WORKERS) ?? 1;
    const cores = mode === "slurm" ? cluster.cores : availableParallelism();
    const jobs = args.whole("jobs", 1, MAX_JOBS) ?? Math.max(1, Math.floor(cores / workers));
    const mine = parseShard(points, args.text("shard"));
    const tell = (result: object, sentence: string) =>
      void process.stdout.write(args.has("json") ? `${toJson(result)}\n` : `${sentence}\n`);

    if (mode === "slurm") {
      const { shards = Math.min(points.length, MAX_SHARDS), ...resources } = cluster;
      if (shards > points.length)
        throw new UsageError(`invalid --shards: the grid has ${points.length} runs, got ${shards}`);
      const how = { ...resources, shards, jobs, workers, backend, logs: resolve(out, "slurm") };
      const tasks = Array.from({ length: shards }, (_, k) => k + 1);
      const script = scriptOf(arrayOf(out, how, tasks)); // refuses what Slurm cannot take, before anything is written
      if (args.has("dry-run")) {
        tell({ out, script, ...predictionOf(points, how) }, `${script}\n# ${predictedSentence(points, how)}`);
        return;
      }
      wantSlurm("--slurm");
      refuseSubmitted(out);
      keepPlan(out, plan);
      const { job } = await withLock(out, { name: "slurm" }, () => {
        refuseSubmitted(out);
        return submitAll(out, how);
      });
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
      if (!submission) throw new UsageError(`invalid --retry: ${quoteInput(out)} was not submitted with --slurm`);
      wantSlurm("--retry");
      const again = await withLock(out, { name: "slurm" }, () => submitAgain(out, submission, shards));
      const { submission: submitted, tasks, runs } = again;
      tell({ out, job: submitted.job, tasks, runs }, `job ${submitted.job}: ${runs} runs again, in ${tasks} tasks`);
      return;
    }
    const trainMine = () => {
      const runs = mine.map((point) => ({ ...point, folder: `${out}/${point.name}`, label: labelOf(point) }));
      return trainAll(runs, { jobs, backend, workers }, (run) => {
        if (args.has("json")) process.stdout.write(`${toJson(resultOf(out, run))}\n`);
      });
    };
    if (mode === "shard") {
      keepPlan(out, plan);
      const name = `shard-${args.text("shard")?.replace("/", "-of-")}`;
      await withLock(out, { name, waitMs: MS_FOR_ANOTHER }, trainMine);
      const missing = points.filter((point) => !isDone(out, point)).map(({ name }) => name);
      const runs = points.length - missing.length;
      tell({ out, runs, missing }, `${out}: ${runs} of ${points.length} runs are done`);
      return;
    }
    if (mode === "train") {
      keepPlan(out, plan);
      await withLock(out, { name: "sweep" }, trainMine);
    } else if (kindOf(out) !== "folder") {
      throw new UsageError(`invalid --merge: wanted the folder of a sweep, got ${quoteInput(out)}, which is none`);
    }
    const { runs, rows, missing, written } = await withLock(out, { name: "merge", waitMs: MS_FOR_ANOTHER }, () =>
      mergeAndMeasure(plan, points, out, host),
    );
    tell(
      { out, runs, rows, missing, ...(written && { claims: written.claims, figures: written.figures }) },
      `${out}/runs.json, ${out}/rows.json: ${runs} runs, ${rows} rows${written ? `\n${written.text.trimEnd()}` : ""}`,
    );
    if (missing.length > 0)
      throw new Error(
        `the sweep is not complete: ${missing.length} of ${points.length} runs are missing (${fewOf(missing)})`,
      );
  },
};

/** Throws UsageError if a sweep was handed to Slurm already. */
function refuseSubmitted(out: string): void {
  const before = readSubmission(out);
  if (before)
    throw new UsageError(
      `invalid --slurm: ${quoteInput(out)} was submitted as job ${before.job}; wanted --status or --retry`,
    );
}

/** Merges the runs that are done. Of an experiment that is complete writes claims and figures, too. */
async function mergeAndMeasure(plan: SweepPlan, points: readonly GridPoint[], out: string, host: Host) {
  const merged = mergeRuns(points, out);
  const experiment = merged.missing.length === 0 ? experimentOf(plan) : undefined;
  if (!experiment) return { ...merged, written: undefined };
  const written = await measureRuns(experiment, points, out, host);
  return { ...merged, written: { ...written, text: writtenText(experiment, written) } };
}

/** Measures an experiment on its runs, and writes its rows, claims and figures into a folder of its name. */
async function measureRuns(experiment: Experiment, points: readonly GridPoint[], out: string, host: Host) {
  await startBackend(host.backend, host.wasmPaths, host.warn);
  const record = await measureAll(experiment, trainedIn(points.map(({ name }) => `${out}/${name}`)));
  return writeExperiment(experiment, record, `${out}/${experiment.name}`);
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

const MAX_NAMED = 10;

const fewOf = (names: readonly string[]): string =>
  names.length > MAX_NAMED ? `${names.slice(0, MAX_NAMED).join(", ")}, …` : names.join(", ");
