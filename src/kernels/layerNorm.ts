import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkShape.ts";
import { customGradient, type Op } from "./differentiable.ts";
import { hasFused, runFused } from "./runFused.ts";

const EPSILON = 1e-5;

/** Layer normalisation of each row: x [R, H], scale and shift [H] → [R, H]; ε = 1e-5, as PyTorch. Throws if they do not fit. */
export function layerNorm(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D): tf.Tensor2D {
  checkTensor("layerNorm", "x", x, [null, null]);
  checkTensor("layerNorm", "scale", scale, [x.shape[1]]);
  checkTensor("layerNorm", "shift", shift, [x.shape[1]]);
  const operation = hasFused("IclLayerNorm") ? fused(x, scale, shift) : composed(x, scale, shift);
  return customGradient([x, scale, shift], operation);
}

function composed(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D): Op<tf.Tensor2D> {
  return (save) => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), EPSILON)); // [R, 1]
    const normal = tf.mul(centred, inverse); // [R, H]
    save(normal, inverse, scale);
    return {
      value: tf.add(tf.mul(normal, scale), shift),
      gradients: (dy, saved) => {
        const [n, inv, s] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
        const dn = tf.mul(dy, s); // [R, H]
        const along = tf.mul(n, tf.mean(tf.mul(dn, n), 1, true));
        const dx = tf.mul(inv, tf.sub(tf.sub(dn, tf.mean(dn, 1, true)), along));
        return [dx, tf.sum(tf.mul(dy, n), 0), tf.sum(dy, 0)];
      },
    };
  };
}

function fused(x: tf.Tensor2D, scale: tf.Tensor1D, shift: tf.Tensor1D): Op<tf.Tensor2D> {
  return (save) => {
    const [value, stats] = runFused("IclLayerNorm", { x, scale, shift }, { epsilon: EPSILON }) as [
      tf.Tensor2D,
      tf.Tensor,
    ];
    save(x, scale, stats);
    return {
      value,
      gradients: (dy, [x, scale, stats]) => runFused("IclLayerNormGradient", { x, scale, stats, dy }),
    };
  };
}
