import type * as tf from "@tensorflow/tfjs-core";
import { checkSequences, checkSize, checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";
import { currentEngine } from "./engine.ts";

/**
 * h [B T, H] plus the embedding of each token's position, wpe [≥ T, H]. Tokens from `prefix` on all have the
 * position `prefix`; if there are several, they have no gradient, because only trained models use them.
 * Throws if wpe has too few positions, or a shape does not fit.
 */
export function addPositions(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number, prefix: number): tf.Tensor2D {
  checkTensor("addPositions", "h", h, [null, null]);
  checkTensor("addPositions", "wpe", wpe, [null, h.shape[1]]);
  checkSequences("addPositions", h.shape[0], tokens);
  checkSize("addPositions", "prefix", prefix, 0, tokens);
  checkSize("addPositions", "places", Math.min(tokens, prefix + 1), 1, wpe.shape[0]);
  return customGradient([h, wpe], currentEngine().operations.addPositions(h, wpe, tokens, prefix));
}
