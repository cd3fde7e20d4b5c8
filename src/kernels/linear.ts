import type * as tf from "@tensorflow/tfjs-core";
import type { ActivationId } from "./activations.ts";
import { checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";
import { currentEngine } from "./engine.ts";

/** act(x w + b): x [R, I], w [I, O], b [O] or none, act an activation or none → [R, O]. Gradients for all three. Throws if they do not fit. */
export function linear(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: ActivationId): tf.Tensor2D {
  checkTensor("linear", "x", x, [null, null]);
  checkTensor("linear", "w", w, [x.shape[1], null]);
  if (b) checkTensor("linear", "b", b, [w.shape[1]]);
  return customGradient(b ? [x, w, b] : [x, w], currentEngine().operations.linear(x, w, b, activation));
}
