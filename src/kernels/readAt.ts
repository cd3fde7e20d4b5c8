import type * as tf from "@tensorflow/tfjs-core";
import { checkSequences, checkSize, checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";
import { currentEngine } from "./engine.ts";

/** Every `stride`-th token of each sequence of T in h [B T, H], including the last: the output positions of a model. [B ⌈T / stride⌉, H]. Throws if they do not fit. */
export function readAt(h: tf.Tensor2D, tokens: number, stride: number): tf.Tensor2D {
  checkTensor("readAt", "h", h, [null, null]);
  checkSequences("readAt", h.shape[0], tokens);
  checkSize("readAt", "stride", stride, 1);
  return customGradient([h], currentEngine().operations.readAt(h, tokens, stride));
}
