import * as tf from "@tensorflow/tfjs-core";
import { readback } from "../kernels/valuesOf.ts";
import type { TokenBatch } from "../prompts/tokens.ts";
import type { Model } from "./model.ts";
import { toTensors } from "./parameters.ts";

/** What a model did with interleaved tokens, as plain numbers. */
export interface TracedValues {
  readonly read: Float32Array; // [B, N + 1], or [B, N + 1, M] where labels are symbols
  readonly hidden: Float32Array; // [L + 1, B, T, H], after the read-in and after each layer
  readonly attention: Float32Array; // [L, B, K, T, T]
}

/** Answers, hidden states and attention of a model with parameters. */
export function traceOf(model: Model, parameters: Float32Array, batch: TokenBatch): TracedValues {
  const tensors = toTensors(model.specs, parameters);
  const tokens = tf.tensor3d(batch.values, [batch.prompts, batch.length, batch.width]);
  try {
    const read = readback(() => model.forward(tensors, { tokens }, 2));
    const { hidden, attention } = model.trace(tensors, { tokens });
    const values = {
      read,
      hidden: hidden.dataSync<"float32">(),
      attention: attention.dataSync<"float32">(),
    };
    tf.dispose([hidden, attention]);
    return values;
  } finally {
    tf.dispose([tokens, tensors]);
  }
}
