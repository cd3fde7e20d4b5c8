import { spawnSync } from "node:child_process";
import { errorSentence, quoteInput, UsageError } from "../usageError.ts";

/** The resources that a task requests. Absent ones have the default of the cluster. */
export interface Resources {
  readonly partition?: string | undefined;
  readonly time?: string | undefined; // as Slurm writes it: minutes, hours:minutes:seconds, days-hours …
  readonly cores: number;
  readonly gpus?: number | undefined; // of a task
  readonly memory?: string | undefined; // of a task, such as 4G
  readonly concurrency?: number | undefined; // tasks at once
}

/** A job array: tasks 1…n; each runs the shard of its number. */
export interface JobArray extends Resources {
  readonly tasks: readonly number[]; // ascending
  readonly command: readonly string[]; // of a task, without --shard
  readonly shards: number;
  readonly folder: string; // the working directory of tasks
  readonly logs: string; // their folder
}

const KILLS_FORGIVEN = 5; // a task that is killed more often than this fails again every time
const SECONDS_BEFORE_END = 60; // signal before the time limit: a run then saves its current step, for which it has 25 s

/**
 * The batch script of a job array. A task that was killed, or has no time left, is requeued and resumes.
 * Throws UsageError if a path cannot be written into a #SBATCH line.
 */
export function scriptOf({ partition, time, cores, gpus, memory, concurrency, ...array }: JobArray): string {
  const { tasks, command, shards, folder, logs } = array;
  for (const path of [folder, logs]) assertSlurmPath(path);
  const options = [
    "--job-name=icl-sweep",
    `--array=${rangesOf(tasks)}${concurrency ? `%${concurrency}` : ""}`,
    ...(partition ? [`--partition=${partition}`] : []),
    ...(time ? [`--time=${time}`] : []),
    "--ntasks=1",
    `--cpus-per-task=${cores}`,
    ...(gpus ? [`--gres=gpu:${gpus}`] : []),
    ...(memory ? [`--mem=${memory}`] : []),
    "--requeue",
    `--signal=B:USR1@${SECONDS_BEFORE_END}`,
    "--open-mode=append",
    `--chdir="${folder}"`,
    `--output="${logs.replaceAll("%", "%%")}/%a.log"`,
  ];
  return `#!/bin/bash
${options.map((option) => `#SBATCH ${option}`).join("\n")}

again() {
  echo "$1: task $SLURM_ARRAY_TASK_ID is requeued"
  exec scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
}
trap 'kill "$task"; again "the time limit is near"' USR1

${command.map(quoted).join(" ")} --shard "$SLURM_ARRAY_TASK_ID/${shards}" &
task=$!
wait "$task"
code=$?
if [ "$code" -gt 128 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${KILLS_FORGIVEN} ]; then again "ended by signal $((code - 128))"; fi
exit "$code"
`;
}

/** A word of a shell command, quoted. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replaceAll(/["\\`$]/g, "\\$&")}"`;

/** Throws UsageError if Slurm would misread a path in a #SBATCH line: quotes cannot be escaped there. */
function assertSlurmPath(path: string): void {
  if (!/["\\\p{Cc}]/u.test(path)) return;
  throw new UsageError(
    `invalid --slurm: expected paths without double quotes, backslashes and line breaks, got ${quoteInput(path)}`,
  );
}

/** 1, 2, 3, 5 → "1-3,5". */
function rangesOf(tasks: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const task of tasks) {
    const last = ranges.at(-1);
    if (last && last[1] === task - 1) last[1] = task;
    else ranges.push([task, task]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

/** Throws UsageError if this machine has no Slurm. */
export function assertSlurm(flag: string): void {
  if (spawnSync("sbatch", ["--version"]).status !== 0)
    throw new UsageError(
      `missing Slurm: ${flag} needs sbatch on the PATH${flag === "--slurm" ? " (--dry-run prints the script without it)" : ""}`,
    );
}

/** Submits a batch script and returns its job number. */
export function submit(script: string): string {
  const { status, stdout, stderr } = spawnSync("sbatch", ["--parsable"], { input: script, encoding: "utf8" });
  const [job] = (stdout ?? "").trim().split(";");
  if (status !== 0 || !job)
    throw new Error(`Slurm rejected the job: ${errorSentence((stderr ?? "").trim().replaceAll("\n", " "))}`);
  return job;
}

/** The state of a task in the queue; an ended task has none. */
export type TaskState = "running" | "waiting";

/** The tasks of a job array that are in the queue, by number. Throws if Slurm does not respond. */
export function queueOf(job: string): ReadonlyMap<number, TaskState> {
  const format = ["--noheader", "--array", "--format=%K %t"];
  const { status, stdout, stderr } = spawnSync("squeue", ["--jobs", job, ...format], { encoding: "utf8" });
  if (status !== 0) {
    if (/Invalid job id/i.test(stderr ?? "")) return new Map(); // ended long ago
    throw new Error(`Slurm does not respond: ${(stderr ?? "squeue does not exist").trim().split("\n").at(-1)}`);
  }
  const tasks = stdout.trim().split("\n").filter(Boolean);
  return new Map(
    tasks
      .map((line) => line.trim().split(/\s+/))
      .filter(([, state]) => !finished.has(state as string))
      .map(([task, state]) => [Number(task), waiting.has(state as string) ? "waiting" : "running"]),
  );
}

// Slurm's short names: pending, requeued in several ways; completed, failed, cancelled, out of time …
const waiting = new Set(["PD", "RQ", "RH", "RF", "SE", "RS"]);
const finished = new Set(["CD", "F", "CA", "TO", "NF", "OOM", "BF", "DL", "PR", "RV"]);
