import type { ComparisonSummary } from "../comparison/comparisonSummary.ts";
import type { Row } from "../comparison/row.ts";
import type { Config } from "../config/schema.ts";

/** What a run tells while it goes on. */
export type RunEvent = StepEvent | ChangedEvent | RowsEvent | CheckpointEvent | StoppedEvent | DoneEvent;

export interface StepEvent {
  readonly type: "step";
  readonly step: number; // updates done
  readonly loss: number; // of this step's batch, before the update
  readonly gradientNorm: number; // before clipping
  readonly learningRate: number;
  readonly secondsTraining: number; // sampling, step and optimiser since the run began, without evaluation
}

/** Settings were changed while it went on: its config from here, the changes in it. */
export interface ChangedEvent {
  readonly type: "changed";
  readonly step: number; // updates done: the next is the first with the changes
  readonly config: Config;
}

/** New rows. Those of the algorithms come once, before the first step; the in-context learner's at each evaluation. */
export interface RowsEvent {
  readonly type: "rows";
  readonly step: number;
  readonly rows: readonly Row[];
}

/** A checkpoint file, enough to go on exactly. */
export interface CheckpointEvent {
  readonly type: "checkpoint";
  readonly step: number;
  readonly bytes: Uint8Array; // safetensors
}

/** The run could not go on: the loss or the gradient is not finite. */
export interface StoppedEvent {
  readonly type: "stopped";
  readonly step: number;
  readonly learningRate: number;
  readonly gradientNorms: readonly number[]; // of the last steps before it, before clipping
  readonly steepest?: string; // the tensor with the largest part of the last of those gradients
  readonly message: string; // one sentence for a person
}

export interface DoneEvent {
  readonly type: "done";
  readonly step: number;
  readonly result: RunResult;
}

/** The result line of `train`. */
export interface RunResult extends ComparisonSummary {
  readonly step: number;
  readonly secondsTraining: number;
  readonly msPerStep: number;
  readonly backend: string;
  readonly workers: number;
  readonly parametersSha256: string;
  readonly reachedStep: number | null; // where evaluation.reach was reached; null where it was not, or not asked
  readonly reachedSeconds: number | null; // of training until then
  readonly config: Config;
}
