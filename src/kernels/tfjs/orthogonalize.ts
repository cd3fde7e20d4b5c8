import * as tf from "@tensorflow/tfjs-core";
import type { NewtonSchulz } from "../operations.ts";

/**
 * Each step multiplies u by M = a + b G + c G² with G = u uᵀ, so the steps work on the small square G (G ← M G M), and
 * the product of all M is applied to the matrix once, at the end.
 */
export function orthogonalize(g: tf.Tensor2D, { a, b, c }: NewtonSchulz): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, columns] = g.shape;
    const u: tf.Tensor2D = tf.div(g, tf.add(tf.sqrt(tf.sum(tf.square(g))), 1e-7));
    const tall = rows > columns;
    let gram: tf.Tensor2D = tall ? tf.matMul(tf.transpose(u), u) : tf.matMul(u, tf.transpose(u)); // the smaller square
    const identity: tf.Tensor2D = tf.mul(a, tf.eye(Math.min(rows, columns)));
    let all: tf.Tensor2D | undefined;
    for (let k = 0; k < 5; k++) {
      const mix: tf.Tensor2D = tf.add(tf.add(tf.mul(b, gram), tf.mul(c, tf.matMul(gram, gram))), identity);
      all = all ? tf.matMul(mix, all) : mix;
      if (k < 4) gram = tf.matMul(tf.matMul(mix, gram), mix);
    }
    return tall ? tf.matMul(u, all as tf.Tensor2D) : tf.matMul(all as tf.Tensor2D, u);
  });
}
