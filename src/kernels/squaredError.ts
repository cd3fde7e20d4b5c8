import type * as tf from "@tensorflow/tfjs-core";
import { checkShape, checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";
import { currentEngine } from "./engine.ts";

/** Σ weight · (ŷ − y)² over B prompts and P numbers each: ŷ of B P numbers in rows of any length, y [B, P], weights [1, P] → a scalar. Throws if they do not fit. */
export function squaredError(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): tf.Scalar {
  checkTensor("squaredError", "output", output, [null, null]);
  checkTensor("squaredError", "answers", answers, [null, null]);
  checkTensor("squaredError", "weights", weights, [1, answers.shape[1]]);
  checkShape("squaredError", "output", [output.size], [answers.size]);
  return customGradient([output], currentEngine().operations.squaredError(output, answers, weights));
}
