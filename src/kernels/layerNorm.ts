import type * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";
import { currentEngine } from "./engine.ts";

const EPSILON = 1e-5;

/** Layer normalisation of each row: x [R, H], scale and shift [H] → [R, H]; ε = 1e-5, as PyTorch. Throws if they do not fit. */
export function layerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor2D {
  checkTensor("layerNorm", "x", x, [null, null]);
  checkTensor("layerNorm", "scale", scale, [x.shape[1]]);
  checkTensor("layerNorm", "shift", shift, [x.shape[1]]);
  return customGradient([x, scale, shift], currentEngine().operations.layerNorm(x, scale, shift, EPSILON));
}
