import * as tf from "@tensorflow/tfjs-core";
import type { ActivationId } from "../activations.ts";
import type { Op } from "../differentiable.ts";
import { activationFunctions } from "./activationFunctions.ts";

/** No matrix product here uses tfjs's transpose flags: on its WASM backend they use a slow scalar loop. */
export function linear(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: ActivationId): Op<tf.Tensor2D> {
  return (save) => {
    const product: tf.Tensor2D = tf.matMul(x, w);
    const pre: tf.Tensor2D = b ? tf.add(product, b) : product; // [R, O]
    if (activation) save(x, w, pre);
    else save(x, w);
    return {
      value: activation ? activationFunctions[activation].value(pre) : pre,
      gradients: (dy, saved) => {
        const [savedX, savedW, savedPre] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?];
        const dPre =
          activation && savedPre ? tf.mul<tf.Tensor2D>(dy, activationFunctions[activation].slope(savedPre)) : dy;
        const dx = tf.matMul(dPre, tf.transpose(savedW)); // [R, I]
        const dw = tf.matMul(tf.transpose(savedX), dPre); // [I, O]
        return b ? [dx, dw, tf.sum(dPre, 0)] : [dx, dw];
      },
    };
  };
}
