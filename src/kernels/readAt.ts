import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";

/** Every `stride`-th token of each sequence of T in h [B T, H], beginning with the first: where a model is read. [B ⌈T / stride⌉, H] */
export function readAt(h: tf.Tensor2D, tokens: number, stride: number): tf.Tensor2D {
  const [rows, hidden] = h.shape;
  const batch = rows / tokens;
  const read = Math.ceil(tokens / stride);
  return differentiable<tf.Tensor2D>([h], () => {
    const places = Int32Array.from(
      { length: batch * read },
      (_, i) => Math.floor(i / read) * tokens + (i % read) * stride,
    );
    return {
      value: tf.gather(h, tf.tensor1d(places, "int32")), // stridedSlice takes 20 times as long on WASM
      gradients: (dy) => {
        const zeros = tf.zeros([batch * read, (stride - 1) * hidden]);
        const spread = tf.reshape(tf.concat([dy, zeros as tf.Tensor2D], 1), [batch, read * stride, hidden]);
        return [tf.reshape(tf.slice(spread, [0, 0, 0], [batch, tokens, hidden]), [rows, hidden])];
      },
    };
  });
}
