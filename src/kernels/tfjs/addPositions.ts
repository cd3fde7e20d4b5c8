import * as tf from "@tensorflow/tfjs-core";
import type { Op } from "../differentiable.ts";

export function addPositions(h: tf.Tensor2D, wpe: tf.Tensor2D, tokens: number, prefix: number): Op<tf.Tensor2D> {
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

const head = (wpe: tf.Tensor2D, tokens: number): tf.Tensor2D =>
  wpe.shape[0] === tokens ? wpe : tf.slice(wpe, [0, 0], [tokens, wpe.shape[1]]);

function placesAfter(wpe: tf.Tensor2D, tokens: number, prefix: number): tf.Tensor2D {
  const alternatives = tf.tile(tf.slice(wpe, [prefix, 0], [1, wpe.shape[1]]), [tokens - prefix, 1]);
  return prefix === 0 ? (alternatives as tf.Tensor2D) : tf.concat([head(wpe, prefix), alternatives as tf.Tensor2D]);
}
