import * as tf from "@tensorflow/tfjs-core";
import { squaredError } from "../kernels/squaredError.ts";
import type { TokenBatch } from "../prompts/tokens.ts";
import type { Model } from "../transformer/model.ts";
import { eachPart, toTensors } from "../transformer/parameters.ts";

/** What a model is trained on: tokens, the answers wanted, and how much each counts. */
export interface TrainingBatch {
  readonly tokens: TokenBatch;
  readonly stride: number; // read at every stride-th token
  readonly answers: Float32Array; // [B, P]
  readonly loss: "all" | "query"; // over all P positions, or the last only
  readonly of?: number; // prompts of the whole batch this is a part of; default all of it
}

/** A loss and its gradient, flat as the parameters. */
export interface Gradient {
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** Mean squared error of a model on a batch (or a batch's part of it), and its gradient. */
export function gradient(model: Model, parameters: Float32Array, batch: TrainingBatch): Gradient {
  const flat = new Float32Array(parameters.length);
  let loss = Number.NaN;
  tf.tidy(() => {
    const { prompts, length, width, values } = batch.tokens;
    const positions = batch.answers.length / prompts;
    const tokens = tf.tensor3d(values, [prompts, length, width]);
    const answers = tf.tensor2d(batch.answers, [prompts, positions]);
    const weights = tf.tensor2d(lossWeights(batch.loss, batch.of ?? prompts, positions), [1, positions]);
    const tensors = toTensors(model.specs, parameters);
    const names = Object.keys(tensors);
    const lossOf = (...parts: tf.Tensor[]) => {
      const named = Object.fromEntries(names.map((name, k) => [name, parts[k] as tf.Tensor]));
      return squaredError(model.forward(named, { tokens }, batch.stride), answers, weights);
    };
    const { value, grads } = tf.valueAndGrads(lossOf)(Object.values(tensors));
    eachPart(model.specs, flat, (part, _, k) => {
      part.set((grads[k] as tf.Tensor).dataSync());
    });
    loss = value.dataSync()[0] as number; // kept out of what tidy returns: it walks that, number by number
  });
  return { loss, gradient: flat };
}

function lossWeights(loss: "all" | "query", prompts: number, positions: number): Float32Array {
  const weights = new Float32Array(positions);
  if (loss === "all") return weights.fill(1 / (prompts * positions));
  weights[positions - 1] = 1 / prompts;
  return weights;
}
