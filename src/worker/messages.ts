import type { MachineSpeed } from "../config/predictedTime.ts";
import type { Config } from "../config/schema.ts";
import type { PromptAnswers, PromptQuery } from "../inspect/askPrompt.ts";
import type { LayerTrace } from "../inspect/traceLayers.ts";
import type { RunBundle } from "../runs/runBundle.ts";
import type { RunEvent, StepEvent } from "../runs/runEvent.ts";
import type { Tunable } from "../training/changes.ts";

/** Messages from the page to the worker. One worker trains one run; another run needs a new worker. */
export type ToWorker =
  | StartMessage
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "change"; readonly settings: Partial<Readonly<Record<Tunable, number>>> } // from the next step on
  | { readonly type: "step" } // one training step, then pause
  | { readonly type: "idle" }; // the answer to "waitForIdle"

export interface StartMessage {
  readonly type: "start";
  readonly config: Config;
  readonly from?: Uint8Array; // a checkpoint to resume from
  readonly workers?: number; // threads that share a step; default: one per core
  readonly paused?: boolean; // start paused: wait for step or resume
}

/** Messages from the worker to the page: progress at most four times a second, and results. */
export type FromWorker =
  | { readonly type: "begun"; readonly backend: string } // the engine runs
  | StepsMessage
  | { readonly type: "event"; readonly event: Exclude<RunEvent, StepEvent> }
  | { readonly type: "snapshot"; readonly step: number; readonly bytes: Uint8Array } // parameters at an evaluation, in half precision
  | { readonly type: "paused"; readonly step: number }
  | { readonly type: "warning"; readonly sentence: string }
  | { readonly type: "failed"; readonly message: string };

/** All messages of the worker. "waitForIdle" is not part of the run: the page answers it with "idle" once it is idle. */
export type FromRunWorker = FromWorker | { readonly type: "waitForIdle" };

/** The training steps since the last message. */
export interface StepsMessage {
  readonly type: "steps";
  readonly last: StepEvent;
  readonly losses: Float32Array; // of each step, in order; the last one is `last`'s
}

/** A request to the worker that opens checkpoints: trace prompt number k of its task. */
export interface ToInside {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly prompt: number; // k
}

/** The answer to request `id`, or the reason why there is none. */
export type FromInside =
  | { readonly id: number; readonly inside: LayerTrace }
  | { readonly id: number; readonly failed: string };

/** Messages to the worker that answers prompts: the snapshots of a run, by training step, and questions to one. */
export type ToPlay =
  | { readonly type: "snapshot"; readonly step: number; readonly bytes: Uint8Array }
  | { readonly type: "remove"; readonly step: number } // a snapshot that is no longer needed
  | {
      readonly type: "ask";
      readonly id: number;
      readonly step: number;
      readonly question: PromptQuery;
      readonly before?: number; // the step of another snapshot that answers too
    };

/** The answers to question `id`, or the reason why there are none. */
export type FromPlay =
  | { readonly id: number; readonly step: number; readonly answers: PromptAnswers }
  | { readonly id: number; readonly failed: string };

/** A run opened from a file. */
export interface OpenedRun {
  readonly run: RunBundle;
  readonly step: number | undefined; // a run can resume from its checkpoint at this step
  readonly trainedElsewhere: boolean; // by another program: its steps are unknown
  readonly parameters?: Uint8Array; // the file, if it is not a checkpoint
  readonly notes?: readonly string[]; // how it was read, a sentence each
}

/** The one request to a worker that packs runs: open a .zip or a .safetensors, or make a .zip. */
export type ToBundle = { readonly open: Uint8Array } | { readonly make: RunBundle };

/** Its result: the opened run, the .zip, or the reason why there is none. */
export type FromBundle = OpenedRun | { readonly bytes: Uint8Array } | { readonly failed: string };

/** The speed of this machine, or the reason why it could not be measured. */
export type FromSpeed = { readonly speed: MachineSpeed } | { readonly failed: string };
