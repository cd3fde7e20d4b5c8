import * as tf from "@tensorflow/tfjs-core";
import type { ActivationId } from "../activations.ts";

/** An activation and its derivative, elementwise. */
export interface ActivationFunction {
  value<T extends tf.Tensor>(x: T): T;
  slope<T extends tf.Tensor>(x: T): T;
}

/** Φ(x), the standard normal distribution function, elementwise. */
const phi = <T extends tf.Tensor>(x: T): T => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));

/** x Φ(x) (Hendrycks & Gimpel 2016); its derivative is Φ(x) + x φ(x). */
const gelu: ActivationFunction = {
  value: (x) => tf.mul(x, phi(x)),
  slope: (x) => tf.add(phi(x), tf.mul(tf.mul(x, 1 / Math.sqrt(2 * Math.PI)), tf.exp(tf.mul(-0.5, tf.square(x))))),
};

const RATE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** u = √(2 / π) (x + .044715 x³), elementwise. */
const inner = <T extends tf.Tensor>(x: T): T => tf.mul(RATE, tf.add(x, tf.mul(CUBIC, tf.mul(x, tf.square(x)))));

/** x (1 + tanh u) / 2 = x s with s = σ(2 u) (Hendrycks & Gimpel 2016); its derivative is s + 2 x s (1 − s) u′. */
const geluTanh: ActivationFunction = {
  value: (x) => tf.mul(x, tf.sigmoid(tf.mul(2, inner(x)))),
  slope(x) {
    const s = tf.sigmoid(tf.mul(2, inner(x)));
    const du = tf.mul(RATE, tf.add(1, tf.mul(3 * CUBIC, tf.square(x))));
    return tf.add(s, tf.mul(tf.mul(tf.mul(2, x), tf.mul(s, tf.sub(1, s))), du)) as typeof x;
  },
};

/** Each activation, composed of tfjs's operations. */
export const activationFunctions: Readonly<Record<ActivationId, ActivationFunction>> = { gelu, "gelu-tanh": geluTanh };
