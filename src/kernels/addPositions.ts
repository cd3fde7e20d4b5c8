import * as tf from "@tensorflow/tfjs-core";
import { checkSequences, checkSize, checkTensor } from "./checkShape.ts";
import { customGradient, type Op } from "./differentiable.ts";
import { hasFused, runFused } from "./runFused.ts";

/**
 * h [B T, H] plus the embedding of each token's place, wpe [≥ T, H]. Tokens from `prefix` on all stand at place
 * `prefix`; where they are several they have no gradient, being asked only of trained models.
 * Throws if wpe has too few places, or a shape does not fit.
 */
export function addPositions(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number, prefix: number): tf.Tensor2D {
  checkTensor("addPositions", "h", h, [null, null]);
  checkTensor("addPositions", "wpe", wpe, [null, h.shape[1]]);
  checkSequences("addPositions", h.shape[0], tokens);
  checkSize("addPositions", "prefix", prefix, 0, tokens);
  checkSize("addPositions", "places", Math.min(tokens, prefix + 1), 1, wpe.shape[0]);
  const operation =
    prefix >= tokens - 1 && hasFused("IclAddPositions") ? fused(h, wpe, tokens) : composed(h, wpe, tokens, prefix);
  return customGradient([h, wpe], operation);
}

function composed(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number, prefix: number): Op<tf.Tensor2D> {
  const [rows, hidden] = h.shape;
  const batch = rows / tokens;
  return () => {
    const places = prefix >= tokens - 1 ? head(wpe, tokens) : placesAfter(wpe, tokens, prefix); // [T, H]
    const moved = tf.add(tf.reshape(h, [batch, tokens, hidden]), places);
    return {
      value: tf.reshape(moved, [rows, hidden]),
      gradients: (dy) => {
        const byPlace: tf.Tensor2D = tf.sum(tf.reshape(dy, [batch, tokens, hidden]), 0);
        return [
          dy,
          tf.pad(byPlace, [
            [0, wpe.shape[0] - tokens],
            [0, 0],
          ]),
        ];
      },
    };
  };
}

function fused(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number): Op<tf.Tensor2D> {
  return () => ({
    value: runFused("IclAddPositions", { h, wpe }, { tokens })[0] as tf.Tensor2D,
    gradients: (dy) => [dy, ...runFused("IclAddPositionsGradient", { dy }, { tokens, places: wpe.shape[0] })],
  });
}

const head = (wpe: tf.Tensor2D, tokens: number): tf.Tensor2D =>
  wpe.shape[0] === tokens ? wpe : tf.slice(wpe, [0, 0], [tokens, wpe.shape[1]]);

function placesAfter(wpe: tf.Tensor2D, tokens: number, prefix: number): tf.Tensor2D {
  const alternatives = tf.tile(tf.slice(wpe, [prefix, 0], [1, wpe.shape[1]]), [tokens - prefix, 1]);
  return prefix === 0 ? (alternatives as tf.Tensor2D) : tf.concat([head(wpe, prefix), alternatives as tf.Tensor2D]);
}
