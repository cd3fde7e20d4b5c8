import * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";
import { runFused } from "./runFused.ts";

export function squaredError(output: tf.Tensor2D, answers: tf.Tensor2D, weights: tf.Tensor2D): Op<tf.Scalar> {
  return (save) => {
    const [value, errors] = runFused("IclSquaredError", { output, answers, weights }) as [tf.Scalar, tf.Tensor];
    save(errors);
    return {
      value,
      gradients: (dy, [errors]) =>
        runFused("IclSquaredErrorGradient", { dy, errors }).map((gradient) =>
          output.shape[1] === 1 ? gradient : tf.reshape(gradient, output.shape),
        ),
    };
  };
}
