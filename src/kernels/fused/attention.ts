import type * as tf from "@tensorflow/tfjs-core";
import type { AttentionShape } from "../attentionShape.ts";
import type { Op } from "../differentiable.ts";
import { runFused } from "./runFused.ts";

export function attention(qkv: tf.Tensor2D, shape: AttentionShape): Op<tf.Tensor2D> {
  const attrs = { ...shape };
  return (save) => {
    const [value, weights] = runFused("IclAttention", { qkv }, attrs) as [tf.Tensor2D, tf.Tensor];
    save(qkv, weights);
    return {
      value,
      gradients: (dOut, [qkv, weights]) => runFused("IclAttentionGradient", { qkv, weights, dOut }, attrs),
    };
  };
}
