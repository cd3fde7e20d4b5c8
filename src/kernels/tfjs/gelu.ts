import * as tf from "@tensorflow/tfjs-core";

/** Φ(x), the standard normal distribution function, elementwise. */
const phi = <T extends tf.Tensor>(x: T): T => tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));

/** GELU in its exact form, x Φ(x), elementwise (Hendrycks & Gimpel 2016). */
export const gelu = <T extends tf.Tensor>(x: T): T => tf.mul(x, phi(x));

/** Its derivative, Φ(x) + x φ(x), elementwise. */
export const geluSlope = <T extends tf.Tensor>(x: T): T =>
  tf.add(phi(x), tf.mul(tf.mul(x, 1 / Math.sqrt(2 * Math.PI)), tf.exp(tf.mul(-0.5, tf.square(x)))));
