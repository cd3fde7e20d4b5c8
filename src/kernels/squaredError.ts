import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";

/** Σ weight · (ŷ − y)² over B prompts and P positions: ŷ [B P, 1], y [B, P], weights [1, P] → a scalar. */
export function squaredError(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): tf.Scalar {
  return differentiable<tf.Scalar>([output], (save) => {
    const errors = tf.sub(tf.reshape(output, answers.shape), answers); // [B, P]
    const weighted = tf.mul(errors, weights) as tf.Tensor2D;
    save(weighted);
    return {
      value: tf.sum(tf.mul(weighted, errors)),
      gradients: (dy, [saved]) => [tf.reshape(tf.mul(tf.mul(2, dy), saved as tf.Tensor2D), output.shape)],
    };
  });
}
