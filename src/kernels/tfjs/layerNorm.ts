import * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";

export function layerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D, epsilon: number): Op<tf.Tensor2D> {
  return (save) => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon)); // [R, 1]
    const normal = tf.mul(centred, inverse); // [R, H]
    save(normal, inverse, scale);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradients: (dy, saved) => {
        const [n, inv, s] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const dn = tf.mul(dy, s); // [R, H]
        const along = tf.mul(n, tf.mean(tf.mul(dn, n), 1, true));
        const dx = tf.mul(inv, tf.sub(tf.sub(dn, tf.mean(dn, 1, true)), along));
        return [dx, tf.sum(tf.mul(dy, n), 0), tf.sum(dy, 0)];
      },
    };
  };
}
