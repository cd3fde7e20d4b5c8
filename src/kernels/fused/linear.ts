import type * as tf from "@tensorflow/tfjs-core";
import type { ActivationId } from "../activations.ts";
import type { Op } from "../differentiable.ts";
import { runFused } from "./runFused.ts";

export function linear(x: tf.Tensor2D, w: tf.Tensor2D, b?: tf.Tensor1D, activation?: ActivationId): Op<tf.Tensor2D> {
  return (save) => {
    const [value, slope] = runFused("IclLinear", { x, w, b }, activation ? { activation } : {}) as [
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
