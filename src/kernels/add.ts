import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";

/** a + b, both [R, H]: the residual stream. Throws if their shapes differ. */
export function add(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  checkTensor("add", "a", a, [null, null]);
  checkTensor("add", "b", b, a.shape);
  return customGradient<tf.Tensor2D>([a, b], () => ({ value: tf.add(a, b), gradients: (dy) => [dy, dy] }));
}
