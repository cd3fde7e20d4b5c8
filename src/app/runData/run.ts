import { type Row, stringifyRows } from "../../comparison/row.ts";
import { nearestPreset } from "../../config/runLabel.ts";
import type { Config } from "../../config/schema.ts";
import type { StepEvent } from "../../runs/runEvent.ts";
import type { OpenedRun } from "../../worker/messages.ts";
import { expandLog } from "./expandLog.ts";

/**
 * The state of a run. One that was ended before its last step is "stopped"; one that a reload or a crash ended, and that
 * is not in Runs, is "interrupted".
 */
export type RunStatus = "starting" | "running" | "paused" | "stopped" | "failed" | "done" | "interrupted";

/** A run as the page knows it. */
export interface Run {
  readonly id: string; // in the page, in the browser's store and in its slot of interrupted work
  readonly status: RunStatus;
  readonly origin: "recorded" | "tab" | "saved" | "opened";
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[]; // without the loss curve
  readonly log: readonly StepEvent[];
  readonly losses?: readonly number[]; // of every step, if known
  readonly result?: unknown;
  readonly checkpoint?: { readonly step: number; readonly bytes: Uint8Array }; // to resume from, or to take along
  readonly parameters?: Uint8Array; // of a model that another program trained, which has no checkpoint
  readonly version?: string; // of the code that trained it, if it is another one
  readonly elsewhere?: string; // the file of parameters that another program trained: no step of it is known
}

/** A run at a checkpoint: what is needed to resume it. */
export interface ResumePoint {
  readonly id: string;
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[]; // of the transformer, until the checkpoint
  readonly losses: readonly number[]; // of the steps until it
  readonly log: readonly StepEvent[]; // of some of them
  readonly step: number;
  readonly bytes: Uint8Array; // the checkpoint
}

/** Whether a run is in training: to leave it would lose work. */
export const isRunning = ({ status }: Pick<Run, "status">): boolean =>
  status === "starting" || status === "running" || status === "paused";

/** The file of a run's parameters, to prompt it; undefined if this page has none. */
export const parametersOf = ({ checkpoint, parameters }: Run): Uint8Array | undefined =>
  checkpoint?.bytes ?? parameters;

/** Whether steps of a run are still to be trained. */
export const isUnfinished = ({ status }: Run): boolean => status !== "done";

/** A run at its checkpoint; undefined if it has none, or if it is finished. */
export function resumePoint({ checkpoint, ...run }: Run): ResumePoint | undefined {
  if (!checkpoint || !isUnfinished(run)) return undefined;
  const { id, preset, config } = run;
  const { step } = checkpoint;
  const rows = run.rows.filter(({ at }) => at.step !== undefined && at.step <= step);
  const log = run.log.filter((each) => each.step <= step);
  const losses = (run.losses ?? expandLog(log)).slice(0, step);
  return { id, preset, config, rows, losses, log, ...checkpoint };
}

/** A run from a file of this name. */
export function runOfFile(id: string, { run, step, trainedElsewhere, parameters }: OpenedRun, file: string): Run {
  const { config, rows, log, result, checkpoint } = run;
  return {
    id,
    status: step !== undefined && step < config.training.steps ? "stopped" : "done",
    origin: "opened",
    preset: nearestPreset(config).name,
    config,
    rows,
    log,
    ...(result !== undefined && { result }),
    ...(checkpoint && { checkpoint: { step: step ?? config.training.steps, bytes: checkpoint } }),
    ...(trainedElsewhere && { elsewhere: file }),
    ...(parameters && { parameters }),
  };
}

/** Whether two runs are one: the same config and the same rows. */
export const isSame = (a: Pick<Run, "config" | "rows">, b: Pick<Run, "config" | "rows">): boolean =>
  JSON.stringify(a.config) === JSON.stringify(b.config) && stringifyRows(a.rows) === stringifyRows(b.rows);
