import * as tf from "@tensorflow/tfjs-core";
import { checkShape, checkTensor } from "./checkShape.ts";
import { customGradient, type Op } from "./differentiable.ts";
import { hasFused, runFused } from "./runFused.ts";

/** Σ weight · (ŷ − y)² over B prompts and P numbers each: ŷ of B P numbers in rows of any length, y [B, P], weights [1, P] → a scalar. Throws if they do not fit. */
export function squaredError(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): tf.Scalar {
  checkTensor("squaredError", "output", output, [null, null]);
  checkTensor("squaredError", "answers", answers, [null, null]);
  checkTensor("squaredError", "weights", weights, [1, answers.shape[1]]);
  checkShape("squaredError", "output", [output.size], [answers.size]);
  const operation = hasFused("IclSquaredError") ? fused : composed;
  return customGradient([output], operation(output, answers, weights));
}

function composed(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): Op<tf.Scalar> {
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

function fused(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): Op<tf.Scalar> {
  return (save) => {
    const [value, errors] = runFused("IclSquaredError", { output, answers, weights }) as [tf.Scalar, tf.Tensor];
    save(errors);
    return {
      value,
      gradients: (dy, [errors]) =>
        runFused("IclSquaredErrorGradient", { dy, errors }).map((gradient) =>
          output.shape[1] === 1 ? gradient : tf.reshape(gradient, output.shape),
        ),
    };
  };
}
