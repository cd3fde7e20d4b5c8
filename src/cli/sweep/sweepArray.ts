import { existsSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import * as v from "valibot";
import type { GridPoint } from "../../config/grid.ts";
import { flagsOfLoaded } from "../definitionFiles.ts";
import { makeFolder, readRunFile, writeAtomic } from "../io/files.ts";
import { UsageError } from "../usageError.ts";
import { type JobArray, queueOf, type Resources, scriptOf, submit } from "./slurm.ts";
import { isDone } from "./sweepFolder.ts";
import { flagsOfEngine, TorchEngine as StoredEngine, type TorchEngine } from "./torchEngine.ts";
import { failurePath } from "./trainAll.ts";
import { thisCommand } from "./trainOne.ts";

/** A sweep that was submitted to Slurm, as stored in its folder. */
export interface Submission extends Resources {
  readonly job: string;
  readonly shards: number;
  readonly jobs: number; // runs of a task at the same time
  readonly workers: number; // threads per run
  readonly backend: string;
  readonly logs: string; // the folder of the tasks' logs
  readonly torch?: TorchEngine | undefined; // if PyTorch trains the runs
}

const submissionPath = (out: string) => `${out}/slurm.json`;

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const StoredSubmission = v.object({
  job: v.string(),
  shards: count,
  jobs: count,
  workers: count,
  backend: v.string(),
  logs: v.string(),
  cores: count,
  partition: v.optional(v.string()),
  time: v.optional(v.string()),
  memory: v.optional(v.string()),
  concurrency: v.optional(count),
  gpus: v.optional(count),
  torch: v.optional(StoredEngine),
});

/** The submission stored in a folder, if there is one. Throws UsageError if it cannot be read. */
export function readSubmission(out: string): Submission | undefined {
  const path = submissionPath(out);
  if (!existsSync(path)) return undefined;
  const stored: unknown = readRunFile(path, JSON.parse);
  if (v.is(StoredSubmission, stored)) return stored;
  throw new UsageError(`invalid --out: expected a submission in ${path}, got something else`);
}

/** The array that runs some shards of the sweep in a folder. */
export function arrayOf(out: string, how: Omit<Submission, "job">, tasks: readonly number[]): JobArray {
  const { shards, jobs, workers, backend, logs, torch, ...resources } = how;
  const flags = ["--jobs", `${jobs}`, "--workers", `${workers}`, "--backend", backend];
  const [script, ...before] = thisCommand().reverse(); // Node's own flags come before the script
  const command = [process.execPath, ...before.reverse(), resolve(script as string), "sweep", "--out", resolve(out)];
  return {
    ...resources,
    tasks,
    command: [...command, ...flags, ...flagsOfEngine(torch), ...flagsOfLoaded()],
    shards,
    folder: process.cwd(),
    logs,
  };
}

/** Submits all shards to Slurm. The sweep's plan must be in the folder. */
export function submitAll(out: string, how: Omit<Submission, "job">): Submission {
  makeFolder(how.logs);
  const tasks = Array.from({ length: how.shards }, (_, k) => k + 1);
  return saveSubmission(out, { ...how, job: submit(scriptOf(arrayOf(out, how, tasks))) });
}

/** Submits the shards with unfinished runs to Slurm again. Throws UsageError while the previous job is in the queue. */
export function submitAgain(
  out: string,
  { job: before, ...how }: Submission,
  shards: readonly (readonly GridPoint[])[],
): { readonly submission: Submission; readonly tasks: number; readonly runs: number } {
  assertNotQueued(before);
  const left = shards.map((points) => points.filter((point) => !isDone(out, point)));
  const tasks = left.flatMap((points, k) => (points.length > 0 ? [k + 1] : []));
  const runs = left.flat();
  if (runs.length === 0) throw new UsageError(`invalid --retry: every run in ${out} is done`);
  for (const { name } of runs) rmSync(failurePath(`${out}/${name}`), { force: true });
  const job = submit(scriptOf(arrayOf(out, how, tasks)));
  return { submission: saveSubmission(out, { ...how, job }), tasks: tasks.length, runs: runs.length };
}

/** Throws UsageError while tasks of a job are in the queue. */
function assertNotQueued(job: string): void {
  const { size } = queueOf(job);
  if (size > 0)
    throw new UsageError(
      `invalid --retry: ${size} tasks of job ${job} are in the queue; expected none (scancel ${job} ends them)`,
    );
}

function saveSubmission(out: string, submission: Submission): Submission {
  writeAtomic(submissionPath(out), `${JSON.stringify(submission, null, 2)}\n`);
  return submission;
}
