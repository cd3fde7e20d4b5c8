import { existsSync, readFileSync } from "node:fs";
import { predictedSeconds } from "../../config/balancedShards.ts";
import type { GridPoint } from "../../config/grid.ts";
import { queueOf, type TaskState } from "./slurm.ts";
import type { Submission } from "./sweepArray.ts";
import { isDone, resultOf } from "./sweepFolder.ts";
import { failurePath } from "./trainAll.ts";
import { lastLineOf } from "./trainOne.ts";

/** The progress of a sweep. */
export interface SweepStatus {
  readonly runs: number;
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  readonly waiting: number;
  readonly secondsLeft: number; // predicted, corrected by the measured times of the finished runs
  readonly failures: readonly Failure[];
}

/** A failed run and its last message. */
export interface Failure {
  readonly run: string;
  readonly settings: GridPoint["settings"];
  readonly said: string;
}

/**
 * The state of every run: "done" if it has a result; "failed" if its folder has a failure, or its task ended without a
 * result; "running" if it has started and its task runs; otherwise "waiting". Without a job, interrupted runs are waiting.
 */
export function statusOf(
  out: string,
  shards: readonly (readonly GridPoint[])[],
  submission: Submission | undefined,
): SweepStatus {
  const queue = submission ? queueOf(submission.job) : new Map<number, TaskState>();
  const counts = { done: 0, running: 0, failed: 0, waiting: 0 };
  const failures: Failure[] = [];
  const seconds = { predicted: 0, measured: 0 };
  const loads: number[] = []; // predicted seconds left, shard by shard
  shards.forEach((points, k) => {
    const task = queue.get(k + 1);
    let load = 0;
    for (const point of points) {
      const { name, settings, config } = point;
      const folder = `${out}/${name}`;
      if (isDone(out, point)) {
        counts.done += 1;
        seconds.predicted += predictedSeconds(config);
        seconds.measured += Number(resultOf(out, point).secondsTraining);
        continue;
      }
      const log = existsSync(`${folder}/log.jsonl`) ? readFileSync(`${folder}/log.jsonl`, "utf8") : "";
      const step = Number(/"step":(\d+)/.exec(lastLineOf(log))?.[1] ?? 0);
      load += predictedSeconds(config) * (1 - step / Math.max(1, config.training.steps));
      const failure = failurePath(folder);
      if (existsSync(failure)) {
        counts.failed += 1;
        failures.push({ run: name, settings, said: lastLineOf(readFileSync(failure, "utf8")) });
      } else if (submission && task === undefined) {
        counts.failed += 1;
        failures.push({ run: name, settings, said: lastLogLine(submission, k + 1, name) });
      } else if (task === "running" && existsSync(`${folder}/config.json`)) counts.running += 1;
      else counts.waiting += 1;
    }
    loads.push(load);
  });
  const pace = seconds.predicted > 0 ? seconds.measured / seconds.predicted : 1;
  const { jobs = 1, concurrency = shards.length } = submission ?? {};
  const total = loads.reduce((sum, load) => sum + load, 0);
  const secondsLeft = (pace * Math.max(...loads, total / concurrency)) / jobs;
  return { runs: shards.flat().length, ...counts, secondsLeft, failures };
}

/** The last line about a run in a task's log, or else the last line of the log. */
function lastLogLine({ logs }: Submission, task: number, run: string): string {
  const path = `${logs}/${task}.log`;
  const log = existsSync(path) ? readFileSync(path, "utf8") : "";
  const ofRun = lastLineOf(
    log
      .split("\n")
      .filter((line) => line.startsWith(`${run} `))
      .join("\n"),
  );
  return ofRun.replace(/^.*?: /, "") || lastLineOf(log) || "its task ended without a message";
}
