import { toJson } from "../../comparison/row.ts";
import { balancedShards } from "../../config/balancedShards.ts";
import { presets } from "../../config/presets.ts";
import type { Command } from "../command.ts";
import { definitionFlags } from "../definitionFiles.ts";
import { kindOf } from "../io/files.ts";
import { withLock } from "../io/lock.ts";
import { duration } from "../io/progress.ts";
import { backendValue } from "../nodeHost.ts";
import { quoteInput, UsageError } from "../usageError.ts";
import { clusterFlags } from "./cluster.ts";
import { MS_FOR_ANOTHER, mergeSweep } from "./mergeSweep.ts";
import { parseSweep, type SweepMode, type SweepRequest } from "./parseSweep.ts";
import { labelOf, printResult } from "./printResult.ts";
import { assertSlurm } from "./slurm.ts";
import { retrySweep, submitSweep } from "./submitSweep.ts";
import { readSubmission, type Submission } from "./sweepArray.ts";
import { isDone, resultOf, savePlan } from "./sweepFolder.ts";
import { statusOf } from "./sweepStatus.ts";
import { engineFlags } from "./torchEngine.ts";
import { trainAll } from "./trainAll.ts";

/** `icl sweep`: trains a grid of configs like `train`, here or as a Slurm job array, and merges their rows. */
export const sweep: Command = {
  name: "sweep",
  summary: "trains a grid of configs, here or as a Slurm job array, and merges their rows",
  usage:
    "--preset P --grid path=a,b,c … | --experiment NAME, --out DIR [--slurm [--dry-run]] | --out DIR --status|--merge|--retry|--shard i/n",
  flags: {
    preset: { value: "P", help: `the named config to vary: ${presets.map((preset) => preset.name).join(", ")}` },
    grid: { value: "path=a,b,…", multiple: true, help: "values of one setting; several flags make every combination" },
    experiment: { value: "NAME", help: "the runs of an experiment instead; the merge adds its claims" },
    set: { value: "path=value", multiple: true, help: "changes one setting of all runs" },
    ...definitionFlags,
    seed: { value: "N", help: "seed of all runs (default 1; --grid seed=1,2,3 for several)" },
    steps: { value: "N", help: "length of the schedule, in steps" },
    out: { value: "DIR", help: "the folder for the runs' folders, sweep.json and rows.json" },
    jobs: { value: "N", help: "runs at the same time (default one per core, or fewer if a run has several threads)" },
    workers: { value: "N", help: "threads per run (default 1)" },
    backend: { value: backendValue, help: "the tensor engine (default auto)" },
    ...engineFlags,
    shard: { value: "i/n", help: "only the i-th of n parts of about equal cost; the other parts can run elsewhere" },
    merge: {
      help: "trains nothing: writes rows.json and runs.json, and the claims and figures of a complete experiment",
    },
    slurm: { help: "submits a job array to Slurm, one task per shard" },
    "dry-run": { help: "with --slurm: only prints the script" },
    status: {
      help: "prints how many runs are done, running, failed or waiting, the time left, and the reasons of failures",
    },
    retry: { help: "submits unfinished runs again, once the queue has no task of this job" },
    ...clusterFlags,
  },
  async run(args) {
    const request = await parseSweep(args);
    if (request.mode === "slurm") return submitSweep(request);
    return inMode[request.mode](request, readSubmission(request.out));
  },
};

/** A mode of the command, on a sweep that may have been submitted to Slurm. */
type Action = (request: SweepRequest, submission: Submission | undefined) => Promise<void>;

const inMode: Readonly<Record<Exclude<SweepMode, "slurm">, Action>> = {
  status: printStatus,
  retry: retrySweep,
  shard: trainShard,
  train: trainAndMerge,
  merge: mergeOnly,
};

async function printStatus(request: SweepRequest, submission: Submission | undefined): Promise<void> {
  const { out, points } = request;
  const shards = submission ? balancedShards(points, submission.shards) : [points];
  if (submission) assertSlurm("--status");
  const status = statusOf(out, shards, submission);
  const { runs, done, running, failed, waiting, secondsLeft, failures } = status;
  const left = done === runs ? "" : `; about ${duration(secondsLeft)} left`;
  const counts = `${runs} runs: ${done} done, ${running} running, ${failed} failed, ${waiting} waiting${left}`;
  const lines = failures.map(({ run, settings, said }) => `\nfailed ${labelOf({ name: run, settings })}: ${said}`);
  printResult(request, { out, ...(submission && { job: submission.job }), ...status }, counts + lines.join(""));
}

async function trainShard(request: SweepRequest): Promise<void> {
  const { out, plan, points, shard } = request;
  savePlan(out, plan);
  const name = `shard-${shard?.replace("/", "-of-")}`;
  await withLock(out, { name, waitMs: MS_FOR_ANOTHER }, () => trainRequested(request));
  const missing = points.filter((point) => !isDone(out, point)).map(({ name }) => name);
  const runs = points.length - missing.length;
  printResult(request, { out, runs, missing }, `${out}: ${runs} of ${points.length} runs are done`);
}

async function trainAndMerge(request: SweepRequest): Promise<void> {
  savePlan(request.out, request.plan);
  await withLock(request.out, { name: "sweep" }, () => trainRequested(request));
  await mergeSweep(request);
}

async function mergeOnly(request: SweepRequest): Promise<void> {
  if (kindOf(request.out) !== "folder") {
    throw new UsageError(
      `invalid --merge: expected the folder of a sweep, got ${quoteInput(request.out)}, which is not one`,
    );
  }
  await mergeSweep(request);
}

/** Trains the unfinished runs of this shard; with --json prints the result of each. */
function trainRequested({ out, shardPoints, host, jobs, workers, torch, json }: SweepRequest): Promise<void> {
  const runs = shardPoints.map((point) => ({ ...point, folder: `${out}/${point.name}`, label: labelOf(point) }));
  return trainAll(runs, { jobs, backend: host.backend, workers, torch }, (run) => {
    if (json) process.stdout.write(`${toJson(resultOf(out, run))}\n`);
  });
}
