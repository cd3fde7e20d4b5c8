import { resolve } from "node:path";
import { balancedShards, predictedSeconds } from "../../config/balancedShards.ts";
import type { GridPoint } from "../../config/grid.ts";
import { withLock } from "../io/lock.ts";
import { duration } from "../io/progress.ts";
import { quoteInput, UsageError } from "../usageError.ts";
import type { SweepRequest } from "./parseSweep.ts";
import { printResult } from "./printResult.ts";
import { assertSlurm, scriptOf } from "./slurm.ts";
import { arrayOf, readSubmission, type Submission, submitAgain, submitAll } from "./sweepArray.ts";
import { savePlan } from "./sweepFolder.ts";

const MAX_SHARDS = 256; // without --shards

/** Submits a sweep to Slurm; with --dry-run prints the script only. Throws UsageError if it was submitted before. */
export async function submitSweep(request: SweepRequest): Promise<void> {
  const { out, plan, points, cluster, jobs, workers, torch, host } = request;
  const { shards = Math.min(points.length, MAX_SHARDS), ...resources } = cluster;
  if (shards > points.length)
    throw new UsageError(`invalid --shards: the grid has ${points.length} runs, got ${shards}`);
  const how = { ...resources, shards, jobs, workers, backend: host.backend, logs: resolve(out, "slurm"), torch };
  const tasks = Array.from({ length: shards }, (_, k) => k + 1);
  const script = scriptOf(arrayOf(out, how, tasks)); // throws for invalid paths before anything is written
  if (request.dryRun) {
    printResult(
      request,
      { out, script, ...predictionOf(points, how) },
      `${script}\n# ${predictedSentence(points, how)}`,
    );
    return;
  }
  assertSlurm("--slurm");
  assertNotSubmitted(out);
  savePlan(out, plan);
  const { job } = await withLock(out, { name: "slurm" }, () => {
    assertNotSubmitted(out);
    return submitAll(out, how);
  });
  printResult(
    request,
    { out, job, ...predictionOf(points, how) },
    `job ${job}: ${predictedSentence(points, how)}\nicl sweep --out ${out} --status`,
  );
}

/** Submits the unfinished runs again. Throws UsageError if the sweep was never submitted. */
export async function retrySweep(request: SweepRequest, submission: Submission | undefined): Promise<void> {
  const { out, points } = request;
  if (!submission) throw new UsageError(`invalid --retry: ${quoteInput(out)} was not submitted with --slurm`);
  assertSlurm("--retry");
  const shards = balancedShards(points, submission.shards);
  const again = await withLock(out, { name: "slurm" }, () => submitAgain(out, submission, shards));
  const { submission: submitted, tasks, runs } = again;
  printResult(
    request,
    { out, job: submitted.job, tasks, runs },
    `job ${submitted.job}: ${runs} runs again, in ${tasks} tasks`,
  );
}

/** Throws UsageError if the sweep was submitted before. */
function assertNotSubmitted(out: string): void {
  const before = readSubmission(out);
  if (before)
    throw new UsageError(
      `invalid --slurm: ${quoteInput(out)} was submitted as job ${before.job}; expected --status or --retry`,
    );
}

/** The predicted time of the array. */
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
