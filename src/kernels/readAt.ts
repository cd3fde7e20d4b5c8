import * as tf from "@tensorflow/tfjs-core";
import { checkSequences, checkSize, checkTensor } from "./checkShape.ts";
import { customGradient, type Op } from "./differentiable.ts";
import { hasFused, runFused } from "./runFused.ts";

/** Every `stride`-th token of each sequence of T in h [B T, H], the last among them: where a model is read. [B ⌈T / stride⌉, H]. Throws if they do not fit. */
export function readAt(h: tf.Tensor2D, tokens: number, stride: number): tf.Tensor2D {
  checkTensor("readAt", "h", h, [null, null]);
  checkSequences("readAt", h.shape[0], tokens);
  checkSize("readAt", "stride", stride, 1);
  return customGradient([h], hasFused("IclReadAt") ? fused(h, tokens, stride) : composed(h, tokens, stride));
}

function composed(h: tf.Tensor2D, tokens: number, stride: number): Op<tf.Tensor2D> {
  const [rows, hidden] = h.shape;
  const batch = rows / tokens;
  const read = Math.ceil(tokens / stride);
  const first = (tokens - 1) % stride;
  return () => {
    const apart = tf.reshape(h, [batch, tokens, hidden]);
    const kept = tf.stridedSlice(apart, [0, first, 0], [batch, tokens, hidden], [1, stride, 1]);
    return {
      value: tf.reshape(kept, [batch * read, hidden]),
      gradients: (dy) => {
        const zeros = tf.zeros([batch * read, (stride - 1) * hidden]);
        const spread = tf.reshape(tf.concat([zeros as tf.Tensor2D, dy], 1), [batch, read * stride, hidden]);
        const before = read * stride - tokens; // rows ahead of the first token
        return [tf.reshape(tf.slice(spread, [0, before, 0], [batch, tokens, hidden]), [rows, hidden])];
      },
    };
  };
}

function fused(h: tf.Tensor2D, tokens: number, stride: number): Op<tf.Tensor2D> {
  const sizes = { batch: h.shape[0] / tokens, tokens, stride };
  return () => ({
    value: runFused("IclReadAt", { h }, sizes)[0] as tf.Tensor2D,
    gradients: (dOut) => runFused("IclReadAtGradient", { dOut }, sizes),
  });
}
