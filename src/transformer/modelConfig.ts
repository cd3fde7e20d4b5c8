import type { AttentionKindId } from "../kernels/attentionKinds.ts";
import type { ConstructionName } from "./constructions/constructions.ts";

/** The axes along which a model may differ. The default is a pre-LayerNorm decoder with learned positions. */
export interface ModelConfig {
  readonly layers: number; // L
  readonly hiddenSize: number; // H
  readonly heads: number; // K
  readonly attention: AttentionKindId;
  readonly mlp: "on" | "off";
  readonly norm: "pre" | "none";
  readonly tokens: "interleaved" | "paired";
  readonly positions: "learned" | "none";
  readonly readout: "scalar" | "symbol"; // a number; or a vector of M numbers, compared with the two symbols of the prompt
  readonly init: "random" | ConstructionName; // parameters at step 0: drawn, or set by hand to compute something
  readonly loss: "all" | "query"; // mean squared error over all positions, or at the last one only
}
