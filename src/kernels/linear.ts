import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkShape.ts";
import { customGradient, type Op } from "./differentiable.ts";
import { gelu, geluSlope } from "./gelu.ts";
import { hasFused, runFused } from "./runFused.ts";

/** act(x w + b): x [R, I], w [I, O], b [O] or none, act GELU or none → [R, O]. Gradients for all three. Throws if they do not fit. */
export function linear(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: "gelu"): tf.Tensor2D {
  checkTensor("linear", "x", x, [null, null]);
  checkTensor("linear", "w", w, [x.shape[1], null]);
  if (b) checkTensor("linear", "b", b, [w.shape[1]]);
  const operation = hasFused("IclLinear") ? fused(x, w, b, activation) : composed(x, w, b, activation);
  return customGradient(b ? [x, w, b] : [x, w], operation);
}

/** No matrix product here asks tfjs to transpose: on its WASM backend that leaves the fast path for a scalar loop. */
function composed(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: "gelu"): Op<tf.Tensor2D> {
  return (save) => {
    const product: tf.Tensor2D = tf.matMul(x, w);
    const pre: tf.Tensor2D = b ? tf.add(product, b) : product; // [R, O]
    if (activation) save(x, w, pre);
    else save(x, w);
    return {
      value: activation ? gelu(pre) : pre,
      gradients: (dy, saved) => {
        const [savedX, savedW, savedPre] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?];
        const dPre = savedPre ? tf.mul<tf.Tensor2D>(dy, geluSlope(savedPre)) : dy;
        const dx = tf.matMul(dPre, tf.transpose(savedW)); // [R, I]
        const dw = tf.matMul(tf.transpose(savedX), dPre); // [I, O]
        return b ? [dx, dw, tf.sum(dPre, 0)] : [dx, dw];
      },
    };
  };
}

function fused(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: "gelu"): Op<tf.Tensor2D> {
  return (save) => {
    const [value, slope] = runFused("IclLinear", { x, w, b }, { gelu: activation === "gelu" }) as [
      tf.Tensor2D,
      tf.Tensor?,
    ];
    if (slope) save(x, w, slope);
    else save(x, w);
    return {
      value,
      gradients: (dy, [x, w, slope]) => runFused("IclLinearGradient", { x, w, slope, dy }, { bias: b !== undefined }),
    };
  };
}
