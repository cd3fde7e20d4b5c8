import type * as tf from "@tensorflow/tfjs-core";
import type { ActivationId } from "./activations.ts";
import type { AttentionShape } from "./attentionShape.ts";
import type { Op } from "./differentiable.ts";

/** The operations that each engine implements. Their inputs are already checked. Shapes are described in the files of this folder. */
export interface Operations {
  addPositions(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number, prefix: number): Op<tf.Tensor2D>;
  attention(qkv: tf.Tensor2D, shape: AttentionShape): Op<tf.Tensor2D>;
  layerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D, epsilon: number): Op<tf.Tensor2D>;
  linear(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: ActivationId): Op<tf.Tensor2D>;
  readAt(h: tf.Tensor2D, tokens: number, stride: number): Op<tf.Tensor2D>;
  squaredError(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): Op<tf.Scalar>;
  /** Five Newton–Schulz steps with these coefficients. It has no gradient. */
  orthogonalize(g: tf.Tensor2D, coefficients: NewtonSchulz): tf.Tensor2D;
}

/** M = a + b G + c G². */
export interface NewtonSchulz {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}
