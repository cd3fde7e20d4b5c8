import type { HiddenStates } from "../transformer/hiddenStates.ts";

/** How a probe reads the pooled states: by a linear map, or by an MLP of one hidden layer, 512 wide, with GELU. */
export type ProbeKind = "linear" | "mlp";

/** Hidden states of one layer with the targets [B, D] of the probe. */
export interface ProbeData {
  readonly hidden: HiddenStates;
  readonly targets: Float64Array;
}

/** A probe to be trained on some prompts and measured on others. */
export interface ProbeTask {
  readonly kind: ProbeKind;
  readonly training: ProbeData;
  readonly heldOut: ProbeData;
  readonly seed: number;
}

/** A probe after its training. */
export interface TrainedProbe {
  /** Squared error on each held-out prompt, over the mean squared distance of the targets from their mean: 1 means no information. [B'] */
  readonly errors: Float64Array;
  readonly attention: Float32Array; // [T], weights of the tokens
}
