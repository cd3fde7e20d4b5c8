import type { Row } from "../../comparison/row.ts";
import type { Config } from "../../config/schema.ts";
import type { RunResult, StepEvent } from "../../runs/runEvent.ts";
import type { FromWorker } from "../../worker/messages.ts";
import { downsample } from "./downsample.ts";
import { isRunning, type ResumePoint, type Run, type RunStatus } from "./run.ts";
import { addSnapshot, type Snapshot } from "./snapshots.ts";

/** All that the page knows of a run in training, reduced from the messages of its worker. A run that has ended stays in Train. */
export interface RunState extends Run {
  readonly status: Exclude<RunStatus, "interrupted">;
  readonly wantsPause: boolean; // requested, not yet confirmed by the worker
  readonly backend?: string;
  readonly losses: readonly number[]; // of steps 1, 2, …; grows in place
  readonly log: readonly StepEvent[]; // the last step of each message; grows in place
  readonly step: number;
  readonly last?: StepEvent;
  readonly pace: readonly Pace[]; // of the last seconds, for the speed
  readonly snapshots: readonly Snapshot[]; // parameters at its evaluations, as far as memory goes
  readonly result?: RunResult;
  readonly warnings: readonly string[];
  readonly changing?: boolean; // a change was requested, not yet made
  readonly message?: string; // why it stopped or failed
}

/** Whether a run is in Train, or trains beside it. */
export const isInTraining = (run: Run): run is RunState => "wantsPause" in run;

interface Pace {
  readonly step: number;
  readonly seconds: number; // spent in training steps until then
}

const SECONDS_OF_PACE = 3;

/** A run that has been requested. */
export const newRunState = (id: string, preset: string, config: Config, paused: boolean): RunState => ({
  id,
  status: "starting",
  origin: "tab",
  preset,
  config,
  wantsPause: paused,
  rows: [],
  losses: [],
  log: [],
  step: 0,
  pace: [],
  snapshots: [],
  warnings: [],
});

/** A run that resumes from its checkpoint. */
export const resumedRunState = ({ id, preset, config, rows, losses, log, step, bytes }: ResumePoint): RunState => ({
  ...newRunState(id, preset, config, false),
  rows,
  losses: [...losses],
  log: [...log],
  step,
  checkpoint: { step, bytes },
});

/** The run after one more message of its worker. */
export function reduce(run: RunState, message: FromWorker): RunState {
  switch (message.type) {
    case "begun":
      return { ...run, backend: message.backend, status: run.status === "starting" ? "running" : run.status };
    case "steps": {
      const { last, losses } = message;
      (run.losses as number[]).push(...losses);
      (run.log as StepEvent[]).push(last);
      const pace = [...run.pace, { step: last.step, seconds: last.secondsTraining }].filter(
        ({ seconds }) => last.secondsTraining - seconds <= SECONDS_OF_PACE,
      );
      return { ...run, last, step: last.step, pace };
    }
    case "paused":
      if (run.status === "running" && !run.wantsPause) return run; // it was resumed while the answer was on the way
      return { ...run, status: "paused", wantsPause: false };
    case "snapshot":
      return { ...run, snapshots: addSnapshot(run.snapshots, { step: message.step, bytes: message.bytes }) };
    case "warning":
      return { ...run, warnings: [...new Set([...run.warnings, message.sentence])] };
    case "failed":
      return { ...run, status: "failed", message: message.message };
    case "event":
      return foldEvent(run, message.event);
  }
}

function foldEvent(run: RunState, event: Extract<FromWorker, { type: "event" }>["event"]): RunState {
  switch (event.type) {
    case "changed":
      return { ...run, config: event.config, changing: false };
    case "rows":
      return { ...run, rows: [...run.rows, ...event.rows] };
    case "checkpoint":
      return { ...run, checkpoint: { step: event.step, bytes: event.bytes } };
    case "stopped":
      return { ...run, status: "stopped", step: event.step, message: event.message };
    case "done":
      return { ...run, status: "done", step: event.step, result: event.result };
  }
}

/** A run that trains no more, without what only its training needs. */
export function endedRun(run: RunState): Run {
  const { id, origin, preset, config, rows, log, losses, result, checkpoint } = run;
  return {
    id,
    status: isRunning(run) ? "stopped" : run.status,
    origin,
    preset,
    config,
    rows,
    log,
    losses,
    ...(result && { result }),
    ...(checkpoint && { checkpoint }),
  };
}

const DIVERGED = 10; // times as wrong as always answering zero

/** The loss of always answering zero, if that of the run is many times as large; else undefined. */
export function divergenceBaseline({ rows, last }: RunState): number | undefined {
  const zero = rows.find(({ metric, learner }) => metric === "loss" && learner === "zero")?.value;
  return zero !== undefined && last && last.loss > DIVERGED * zero ? zero : undefined;
}

/** Milliseconds a training step takes now; undefined before two are known. */
export function msPerStep({ pace, last }: RunState): number | undefined {
  const first = pace[0];
  if (!last) return undefined;
  if (!first || last.step === first.step) return (1000 * last.secondsTraining) / last.step;
  return (1000 * (last.secondsTraining - first.seconds)) / (last.step - first.step);
}

/** The loss curve as rows, at most 240, each the mean over neighbouring steps. */
export const lossRows = ({ losses, config }: RunState): Row[] =>
  downsample(losses, 240).map(({ step, loss, steps }) => ({
    experiment: "run",
    metric: "loss",
    learner: "transformer",
    reference: "truth",
    at: { step },
    statistic: "mean",
    value: loss,
    low: loss,
    high: loss,
    n: steps * config.training.batch,
    of: "prompts",
  }));
