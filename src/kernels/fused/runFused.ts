import * as tf from "@tensorflow/tfjs-core";

/** The fused kernels that an engine registers with tfjs. */
export type FusedName =
  | "IclLinear"
  | "IclLinearGradient"
  | "IclLayerNorm"
  | "IclLayerNormGradient"
  | "IclAttention"
  | "IclAttentionGradient"
  | "IclReadAt"
  | "IclReadAtGradient"
  | "IclOrthogonalize"
  | "IclAddPositions"
  | "IclAddPositionsGradient"
  | "IclSquaredError"
  | "IclSquaredErrorGradient";

/** Runs a fused kernel of the current engine. */
export function runFused(
  name: FusedName,
  inputs: Readonly<Record<string, tf.Tensor | undefined>>,
  attributes: Readonly<Record<string, number | boolean | string>> = {},
): tf.Tensor[] {
  const present = Object.entries(inputs).filter((entry): entry is [string, tf.Tensor] => entry[1] !== undefined);
  return tf.engine().runKernel(name, Object.fromEntries(present), attributes) as unknown as tf.Tensor[];
}
