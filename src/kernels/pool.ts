import * as tf from "@tensorflow/tfjs-core";
import { checkSequences, checkTensor } from "./checkShape.ts";
import { customGradient } from "./differentiable.ts";

/**
 * Attention over tokens by scores that depend on nothing but the token: x [B H, T], scores [T] → [B, H], the sum of x over
 * tokens with the weights softmax(scores). x is data: it has no gradient. Throws if they do not fit.
 */
export function pool(x: tf.Tensor2D, scores: tf.Tensor1D, hiddenSize: number): tf.Tensor2D {
  checkTensor("pool", "x", x, [null, null]);
  const [rows, tokens] = x.shape;
  checkTensor("pool", "scores", scores, [tokens]);
  checkSequences("pool", rows, hiddenSize);
  return customGradient([scores], (save) => {
    const weights = tf.softmax(scores); // [T]
    save(weights);
    return {
      value: tf.reshape(tf.matMul(x, tf.reshape(weights, [tokens, 1])), [rows / hiddenSize, hiddenSize]),
      gradients: (dy, [saved]) => {
        const a = saved as tf.Tensor1D;
        const da = tf.reshape(tf.matMul(tf.reshape(dy, [1, rows]), x), [tokens]) as tf.Tensor1D;
        return [tf.mul(a, tf.sub(da, tf.sum(tf.mul(a, da))))];
      },
    };
  });
}
