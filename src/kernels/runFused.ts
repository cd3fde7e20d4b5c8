import * as tf from "@tensorflow/tfjs-core";

/** Fused kernels that a backend may have. */
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

/** Whether the current backend has a fused kernel; where not, an operation is composed of tfjs's own. */
export const hasFused = (name: FusedName): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;

/** Runs a fused kernel of the current backend. */
export function runFused(
  name: FusedName,
  inputs: Readonly<Record<string, tf.Tensor | undefined>>,
  attrs: Readonly<Record<string, number | boolean>> = {},
): tf.Tensor[] {
  const given = Object.entries(inputs).filter((entry): entry is [string, tf.Tensor] => entry[1] !== undefined);
  return tf.engine().runKernel(name, Object.fromEntries(given), attrs) as unknown as tf.Tensor[];
}
