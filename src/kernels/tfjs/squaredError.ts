import * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";

export function squaredError(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): Op<tf.Scalar> {
  return (save) => {
    const errors = tf.sub(tf.reshape(output, answers.shape), answers); // [B, P]
    const weighted = tf.mul(errors, weights) as tf.Tensor2D;
    save(weighted);
    return {
      value: tf.sum(tf.mul(weighted, errors)),
      gradients: (dy, [saved]) => [tf.reshape(tf.mul(tf.mul(2, dy), saved as tf.Tensor2D), output.shape)],
    };
  };
}
