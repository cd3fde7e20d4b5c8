import type { ActivationId } from "../kernels/activations.ts";
import type { AttentionKindId } from "../kernels/attentionKinds.ts";
import type { ConstructionName } from "./constructions/constructions.ts";

/** The ways to draw the parameters of step 0: ours, that of Akyürek et al. 2022, that of Garg et al. 2022. */
export const drawnInits = ["random", "uniform", "gpt2"] as const;

export type DrawnInit = (typeof drawnInits)[number];

/** Whether parameters are drawn, and not set by hand. */
export const isDrawn = (init: ModelConfig["init"]): init is DrawnInit =>
  (drawnInits as readonly string[]).includes(init);

/** The numbers of a head. */
export const headSizeOf = ({ headSize, hiddenSize, heads }: Pick<ModelConfig, "headSize" | "hiddenSize" | "heads">) =>
  headSize === 0 ? hiddenSize / heads : headSize;

/** The axes along which a model may differ. The default is a pre-LayerNorm decoder with learned positions. */
export interface ModelConfig {
  readonly layers: number; // L
  readonly hiddenSize: number; // H
  readonly heads: number; // K
  readonly attention: AttentionKindId;
  readonly headSize: number; // numbers of a head; 0: H / K
  readonly attentionBias: "off" | "on"; // of queries, keys, values and the output of attention
  readonly mlp: "on" | "off";
  readonly activation: ActivationId; // of the MLP
  readonly norm: "pre" | "carried" | "none"; // carried: the residual stream carries the normalised states, and there is no last LayerNorm
  readonly tokens: "interleaved" | "paired";
  readonly positions: "learned" | "none";
  readonly readout: "scalar" | "symbol"; // a number; or a vector of M numbers, compared with the two symbols of the prompt
  readonly init: DrawnInit | ConstructionName; // parameters at step 0: drawn, or set by hand to compute something
  readonly loss: "all" | "query"; // mean squared error over all positions, or at the last one only
}
