import type { ComparisonSummary } from "../comparison/comparisonSummary.ts";
import type { Row } from "../comparison/row.ts";
import type { Config } from "../config/schema.ts";

/** An event of a run. */
export type RunEvent = StepEvent | ChangedEvent | RowsEvent | CheckpointEvent | StoppedEvent | DoneEvent;

export interface StepEvent {
  readonly type: "step";
  readonly step: number; // number of updates so far
  readonly loss: number; // of this step's batch, before the update
  readonly gradientNorm: number; // before clipping
  readonly learningRate: number;
  readonly secondsTraining: number; // sampling, step and optimiser since the start of the run, without evaluation
}

/** Settings were changed during training: `config` includes the changes. */
export interface ChangedEvent {
  readonly type: "changed";
  readonly step: number; // number of updates so far: the next one is the first with the changes
  readonly config: Config;
}

/** New rows. Those of the algorithms come once, before the first step; the in-context learner's at each evaluation. */
export interface RowsEvent {
  readonly type: "rows";
  readonly step: number;
  readonly rows: readonly Row[];
}

/** A checkpoint file, enough to resume exactly. */
export interface CheckpointEvent {
  readonly type: "checkpoint";
  readonly step: number;
  readonly bytes: Uint8Array; // safetensors
  readonly snapshot?: Uint8Array; // after an evaluation, if `wantsSnapshot`: only the parameters, as encodeRecord writes them
}

/** The run could not continue: the loss or the gradient is not finite. */
export interface StoppedEvent {
  readonly type: "stopped";
  readonly step: number;
  readonly learningRate: number;
  readonly gradientNorms: readonly number[]; // of the last steps before it, before clipping
  readonly steepest?: string; // the tensor with the largest part of the last of those gradients
  readonly message: string; // one sentence for the user
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
  readonly reachedStep: number | null; // where evaluation.reach was reached; null if it was not reached, or is 0
  readonly reachedSeconds: number | null; // of training until then
  readonly config: Config;
}
