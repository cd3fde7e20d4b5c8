import * as tf from "@tensorflow/tfjs-core";
import type { AttentionShape } from "../attentionShape.ts";
import type { Op } from "../differentiable.ts";
import { attentionWeightings } from "./attentionWeighting.ts";

export function attention(qkv: tf.Tensor2D, shape: AttentionShape): Op<tf.Tensor2D> {
  return (save) => {
    const [q, k, v] = splitHeads(qkv, 3, shape) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const weights = attentionWeights(q, k, shape); // [B K, T, T]
    save(q, k, v, weights);
    return {
      value: mergeHeads([product(weights, v)], shape),
      gradients: (dy, saved) => {
        const [query, key, value, a] = saved as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
        const [dOut] = splitHeads(dy, 1, shape) as [tf.Tensor3D]; // [B K, T, H / K]
        const dA = product(dOut, flip(value)); // [B K, T, T]
        const dScaled = attentionWeightings[shape.kind].gradient(dA, a, readable(shape));
        const dScores: tf.Tensor3D = tf.mul(dScaled, 1 / Math.sqrt(query.shape[2]));
        const dq = product(dScores, key);
        const dk = product(flip(dScores), query);
        const dv = product(flip(a), dOut);
        return [mergeHeads([dq, dk, dv], shape)];
      },
    };
  };
}

/** Attention weights, [B K, T, T]. */
export function weightsOf(qkv: tf.Tensor2D, shape: AttentionShape): tf.Tensor3D {
  const [q, k] = splitHeads(qkv, 3, shape) as [tf.Tensor3D, tf.Tensor3D];
  return attentionWeights(q, k, shape);
}

function attentionWeights(q: tf.Tensor3D, k: tf.Tensor3D, shape: AttentionShape): tf.Tensor3D {
  const scores: tf.Tensor3D = tf.mul(product(q, flip(k)), 1 / Math.sqrt(q.shape[2])); // [B K, T, T]
  return attentionWeightings[shape.kind].weights(scores, readable(shape));
}

const product = (a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D => tf.matMul(a, b);

const flip = (a: tf.Tensor3D): tf.Tensor3D => tf.transpose(a, [0, 2, 1]);

/** [B T, n H] → n tensors [B K, T, H / K]. */
function splitHeads(x: tf.Tensor2D, parts: number, { batch, tokens, heads }: AttentionShape): tf.Tensor3D[] {
  const size = x.shape[1] / parts / heads;
  const separated = tf.transpose(tf.reshape(x, [batch, tokens, parts, heads, size]), [2, 0, 3, 1, 4]);
  return tf.unstack(tf.reshape(separated, [parts, batch * heads, tokens, size])) as tf.Tensor3D[];
}

function mergeHeads(parts: tf.Tensor3D[], { batch, tokens, heads }: AttentionShape): tf.Tensor2D {
  const size = (parts[0] as tf.Tensor3D).shape[2];
  const merged = parts.map((part) =>
    tf.reshape(tf.transpose(tf.reshape(part, [batch, heads, tokens, size]), [0, 2, 1, 3]), [
      batch * tokens,
      heads * size,
    ]),
  );
  return (merged.length === 1 ? merged[0] : tf.concat(merged, 1)) as tf.Tensor2D;
}

/** 1 if a token may attend to another, otherwise 0. [T, T] */
function readable({ tokens, prefix, mutual }: AttentionShape): tf.Tensor2D {
  const values = new Float32Array(tokens * tokens);
  for (let t = 0; t < tokens; t++) {
    for (let s = 0; s < tokens; s++) {
      if ((s < prefix && (mutual || s < t)) || s === t) values[t * tokens + s] = 1;
    }
  }
  return tf.tensor2d(values, [tokens, tokens]);
}
