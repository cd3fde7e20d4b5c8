import * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";

export function readAt(h: tf.Tensor2D, tokens: number, stride: number): Op<tf.Tensor2D> {
  const [rows, hidden] = h.shape;
  const batch = rows / tokens;
  const read = Math.ceil(tokens / stride);
  const first = (tokens - 1) % stride;
  return () => {
    const sequences = tf.reshape(h, [batch, tokens, hidden]);
    const selected = tf.stridedSlice(sequences, [0, first, 0], [batch, tokens, hidden], [1, stride, 1]);
    return {
      value: tf.reshape(selected, [batch * read, hidden]),
      gradients: (dy) => {
        const zeros = tf.zeros([batch * read, (stride - 1) * hidden]);
        const spread = tf.reshape(tf.concat([zeros as tf.Tensor2D, dy], 1), [batch, read * stride, hidden]);
        const before = read * stride - tokens; // rows ahead of the first token
        return [tf.reshape(tf.slice(spread, [0, before, 0], [batch, tokens, hidden]), [rows, hidden])];
      },
    };
  };
}
