import * as tf from "@tensorflow/tfjs-core";
import { checkTensor } from "./checkShape.ts";
import { hasFused, runFused } from "./runFused.ts";

const [A, B, C] = [3.4445, -4.775, 2.0315] as const; // Jordan et al. 2024

/**
 * Five Newton–Schulz steps from g [rows, columns] towards the nearest orthogonal matrix: singular values go to about
 * one. Has no gradient.
 */
export function orthogonalize(g: tf.Tensor2D): tf.Tensor2D {
  checkTensor("orthogonalize", "g", g, [null, null]);
  return hasFused("IclOrthogonalize")
    ? (runFused("IclOrthogonalize", { g }, { a: A, b: B, c: C })[0] as tf.Tensor2D)
    : composed(g);
}

/**
 * Each step multiplies u by M = a + b G + c G² with G = u uᵀ, so the steps are taken on the small square G (G ← M G M)
 * and the product of all M is applied to the matrix once, at the end.
 */
function composed(g: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [rows, columns] = g.shape;
    const u: tf.Tensor2D = tf.div(g, tf.add(tf.sqrt(tf.sum(tf.square(g))), 1e-7));
    const tall = rows > columns;
    let gram: tf.Tensor2D = tall ? tf.matMul(tf.transpose(u), u) : tf.matMul(u, tf.transpose(u)); // the smaller square
    const identity: tf.Tensor2D = tf.mul(A, tf.eye(Math.min(rows, columns)));
    let all: tf.Tensor2D | undefined;
    for (let k = 0; k < 5; k++) {
      const mix: tf.Tensor2D = tf.add(tf.add(tf.mul(B, gram), tf.mul(C, tf.matMul(gram, gram))), identity);
      all = all ? tf.matMul(mix, all) : mix;
      if (k < 4) gram = tf.matMul(tf.matMul(mix, gram), mix);
    }
    return tall ? tf.matMul(u, all as tf.Tensor2D) : tf.matMul(all as tf.Tensor2D, u);
  });
}
