import * as tf from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.ts";

/** a + b, both [R, H]: the residual stream. */
export const add = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D =>
  differentiable<tf.Tensor2D>([a, b], () => ({ value: tf.add(a, b), gradients: (dy) => [dy, dy] }));
