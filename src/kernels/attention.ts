import type * as tf from "@tensorflow/tfjs-core";
import { type AttentionShape, checkAttention } from "./attentionShape.ts";
import { checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";
import { currentEngine } from "./engine.ts";
import { weightsOf } from "./tfjs/attention.ts";

/** Attention over heads, causal unless mutual, with scores q·k / √(H / K): qkv [B T, 3 H] holds queries, keys and values side by side → [B T, H]. Throws if they do not fit. */
export function attention(qkv: tf.Tensor2D, shape: AttentionShape): tf.Tensor2D {
  checkTensor("attention", "qkv", qkv, [null, null]);
  checkAttention(qkv.shape, shape);
  return customGradient([qkv], currentEngine().operations.attention(qkv, shape));
}

/** Attention weights, [B K, T, T]: for figures. Throws if they do not fit. */
export function attentionOf(qkv: tf.Tensor2D, shape: AttentionShape): tf.Tensor3D {
  checkTensor("attention", "qkv", qkv, [null, null]);
  checkAttention(qkv.shape, shape);
  return weightsOf(qkv, shape);
}
