import * as tf from "@tensorflow/tfjs-core";
import type { AttentionKindId } from "../attentionKinds.ts";

/** How weights follow from scores, both [B K, T, T]; `readable` [T, T] is 1 where a token may look and 0 elsewhere. */
export interface AttentionWeighting {
  weights(scores: tf.Tensor3D, readable: tf.Tensor2D): tf.Tensor3D;
  /** The gradient of the scores, from that of the weights. */
  gradient(dWeights: tf.Tensor3D, weights: tf.Tensor3D, readable: tf.Tensor2D): tf.Tensor3D;
}

const FORBIDDEN = -1e9;

const softmax: AttentionWeighting = {
  weights: (scores, readable) => tf.softmax(tf.add(scores, tf.mul(tf.sub(1, readable), FORBIDDEN))),
  gradient: (dWeights, weights) => tf.mul(weights, tf.sub(dWeights, tf.sum(tf.mul(dWeights, weights), 2, true))),
};

const linear: AttentionWeighting = {
  weights: (scores, readable) => tf.mul(scores, readable),
  gradient: (dWeights, _, readable) => tf.mul(dWeights, readable),
};

/** Each attention kind, composed of tfjs's operations. */
export const attentionWeightings: Readonly<Record<AttentionKindId, AttentionWeighting>> = { softmax, linear };
