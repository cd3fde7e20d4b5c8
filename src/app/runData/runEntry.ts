import { type Row, stringifyRows } from "../../comparison/row.ts";
import { nearestPreset } from "../../config/runLabel.ts";
import type { Config } from "../../config/schema.ts";
import type { StepEvent } from "../../runs/runEvent.ts";
import type { OpenedRun } from "../../worker/messages.ts";
import { expandLog } from "./expandLog.ts";
import type { ResumePoint, RunState } from "./runState.ts";

/** A run that can be held against others. */
export interface RunEntry {
  readonly id: string;
  readonly origin: "recorded" | "tab" | "kept" | "opened" | "live" | "beside";
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly log: readonly StepEvent[];
  readonly losses?: readonly number[]; // of every step, where they are known
  readonly result?: unknown;
  readonly checkpoint?: { readonly step: number; readonly bytes: Uint8Array }; // to go on from, or to take along
  readonly parameters?: Uint8Array; // where there is no checkpoint, of what another program trained
  readonly unfinished: boolean; // whether it can be gone on with
  readonly key?: string; // that the browser keeps it under, for after a reload
  readonly training?: TrainingHandle; // while it trains
  readonly elsewhere?: string; // the file of parameters that another program trained: no step of it is known
}

/** The way to a run in training. */
export interface TrainingHandle {
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  stop?(): void; // ends it where it stands, and holds it; another of the sweep takes its core
}

/** The file of a run's parameters, to ask it; undefined where this page has none. */
export const parametersOf = ({ checkpoint, parameters }: Omit<RunEntry, "id">): Uint8Array | undefined =>
  checkpoint?.bytes ?? parameters;

/** The run in training as one to hold against others. */
export function entryOfTraining(run: RunState): Omit<RunEntry, "id"> {
  const { preset, config, rows, log, losses, result, checkpoint, status } = run;
  return {
    origin: "tab",
    preset,
    config,
    rows,
    log,
    losses,
    unfinished: status !== "done",
    ...(result && { result }),
    ...(checkpoint && { checkpoint }),
  };
}

/** A run that the browser kept as one to hold against others. */
export function entryOfSaved({ preset, config, rows, log, losses, step, bytes }: ResumePoint): Omit<RunEntry, "id"> {
  const checkpoint = { step, bytes };
  return { origin: "tab", preset, config, rows, log, losses, checkpoint, unfinished: true };
}

/** A run out of a file of this name as one to hold against others. */
export function entryOfFile(
  { run, step, trainedElsewhere, parameters }: OpenedRun,
  file: string,
): Omit<RunEntry, "id"> {
  const { config, rows, log, result, checkpoint } = run;
  return {
    origin: "opened",
    preset: nearestPreset(config).name,
    config,
    rows,
    log,
    unfinished: step !== undefined && step < config.training.steps,
    ...(result !== undefined && { result }),
    ...(checkpoint && { checkpoint: { step: step ?? config.training.steps, bytes: checkpoint } }),
    ...(trainedElsewhere && { elsewhere: file }),
    ...(parameters && { parameters }),
  };
}

/** A run as it stood at its checkpoint, to go on from there; undefined where there is none. */
export function resumePoint({ preset, config, checkpoint, ...run }: Omit<RunEntry, "id">): ResumePoint | undefined {
  if (!checkpoint || !run.unfinished) return undefined;
  const { step } = checkpoint;
  const rows = run.rows.filter(({ at }) => at.step !== undefined && at.step <= step);
  const log = run.log.filter((each) => each.step <= step);
  const losses = (run.losses ?? expandLog(log)).slice(0, step);
  return { preset, config, rows, losses, log, ...checkpoint };
}

/** Whether two runs are one: the same config and the same rows. */
export const isSame = (a: Pick<RunEntry, "config" | "rows">, b: Pick<RunEntry, "config" | "rows">): boolean =>
  JSON.stringify(a.config) === JSON.stringify(b.config) && stringifyRows(a.rows) === stringifyRows(b.rows);
