import type * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkShape.ts";
import { currentEngine } from "./engine.ts";

const COEFFICIENTS = { a: 3.4445, b: -4.775, c: 2.0315 } as const; // Jordan et al. 2024

/**
 * Five Newton–Schulz steps from g [rows, columns] towards the nearest orthogonal matrix: singular values become about
 * one. Has no gradient.
 */
export function orthogonalize(g: tf.Tensor2D): tf.Tensor2D {
  checkTensor("orthogonalize", "g", g, [null, null]);
  return currentEngine().operations.orthogonalize(g, COEFFICIENTS);
}
