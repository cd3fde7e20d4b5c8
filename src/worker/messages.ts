import type { Config } from "../config/schema.ts";
import type { PromptAnswers, PromptQuery } from "../inspect/askPrompt.ts";
import type { LayerTrace } from "../inspect/traceLayers.ts";
import type { RunBundle } from "../runs/runBundle.ts";
import type { RunEvent, StepEvent } from "../runs/runEvent.ts";
import type { Tunable } from "../training/changes.ts";

/** What the page tells the worker. One worker carries out one run; another run takes a new worker. */
export type ToWorker =
  | StartMessage
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  | { readonly type: "change"; readonly settings: Partial<Readonly<Record<Tunable, number>>> } // from the next step on
  | { readonly type: "step" } // one training step, then pause
  | { readonly type: "heard" }; // the answer to "hear"

export interface StartMessage {
  readonly type: "start";
  readonly config: Config;
  readonly from?: Uint8Array; // a checkpoint to go on from
  readonly workers?: number; // threads that share a step; as many as there are cores where it is not said
  readonly paused?: boolean; // begin without running: wait for step or resume
}

/** What the worker tells the page: at most some four messages a second, and what a run comes to. */
export type FromWorker =
  | { readonly type: "begun"; readonly backend: string } // the engine runs
  | StepsMessage
  | { readonly type: "event"; readonly event: Exclude<RunEvent, StepEvent> }
  | { readonly type: "moment"; readonly step: number; readonly bytes: Uint8Array } // parameters at an evaluation, in half precision
  | { readonly type: "paused"; readonly step: number }
  | { readonly type: "warning"; readonly sentence: string }
  | { readonly type: "failed"; readonly message: string };

/** All that comes from it: "hear" is no part of the run, it is answered with "heard". */
export type FromRunWorker = FromWorker | { readonly type: "hear" };

/** The training steps since the last message. */
export interface StepsMessage {
  readonly type: "steps";
  readonly last: StepEvent;
  readonly losses: Float32Array; // of each step, in order; the last one is `last`'s
}

/** A question to the worker that opens checkpoints: what this one does with prompt number k of its task. */
export interface ToInside {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly prompt: number; // k
}

/** The answer to question `id`, or why there is none. */
export type FromInside =
  | { readonly id: number; readonly inside: LayerTrace }
  | { readonly id: number; readonly failed: string };

/** What the worker that answers prompts is told: the moments of a run, by training step, and questions to one of them. */
export type ToPlay =
  | { readonly type: "moment"; readonly step: number; readonly bytes: Uint8Array }
  | { readonly type: "forget"; readonly step: number } // a moment that will not be asked any more
  | {
      readonly type: "ask";
      readonly id: number;
      readonly step: number;
      readonly question: PromptQuery;
      readonly before?: number; // another moment's step, which answers too
    };

/** The answers to question `id`, or why there are none. */
export type FromPlay =
  | { readonly id: number; readonly step: number; readonly answers: PromptAnswers }
  | { readonly id: number; readonly failed: string };

/** A run out of a file. */
export interface OpenedRun {
  readonly run: RunBundle;
  readonly step: number | undefined; // its checkpoint can be gone on with from
  readonly trainedElsewhere: boolean; // by another program: its steps are not known
  readonly parameters?: Uint8Array; // the file, where it is no checkpoint
  readonly notes?: readonly string[]; // how it was read, a sentence each
}

/** What a worker that packs runs is asked, once: to open a .zip or a .safetensors, or to make a .zip. */
export type ToBundle = { readonly open: Uint8Array } | { readonly make: RunBundle };

/** What became of it: the run that was opened, the .zip, or why there is none. */
export type FromBundle = OpenedRun | { readonly bytes: Uint8Array } | { readonly failed: string };
