import type * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";
import { runFused } from "./runFused.ts";

export function readAt(h: tf.Tensor2D, tokens: number, stride: number): Op<tf.Tensor2D> {
  const sizes = { batch: h.shape[0] / tokens, tokens, stride };
  return () => ({
    value: runFused("IclReadAt", { h }, sizes)[0] as tf.Tensor2D,
    gradients: (dOut) => runFused("IclReadAtGradient", { dOut }, sizes),
  });
}
