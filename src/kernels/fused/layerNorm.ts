import type * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";
import { runFused } from "./runFused.ts";

export function layerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D, epsilon: number): Op<tf.Tensor2D> {
  return (save) => {
    const [value, stats] = runFused("IclLayerNorm", { x, scale, shift }, { epsilon }) as [tf.Tensor2D, tf.Tensor];
    save(x, scale, stats);
    return {
      value,
      gradients: (dy, [x, scale, stats]) => runFused("IclLayerNormGradient", { x, scale, stats, dy }),
    };
  };
}
