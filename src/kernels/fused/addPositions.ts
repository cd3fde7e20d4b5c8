import type * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";
import { addPositions as composed } from "../tfjs/addPositions.ts";
import { runFused } from "./runFused.ts";

/** If several tokens share one position, it uses tfjs's operations: training does not need that case. */
export function addPositions(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number, prefix: number): Op<tf.Tensor2D> {
  if (prefix < tokens - 1) return composed(h, wpe, tokens, prefix);
  return () => ({
    value: runFused("IclAddPositions", { h, wpe }, { tokens })[0] as tf.Tensor2D,
    gradients: (dy) => [dy, ...runFused("IclAddPositionsGradient", { dy }, { tokens, places: wpe.shape[0] })],
  });
}
