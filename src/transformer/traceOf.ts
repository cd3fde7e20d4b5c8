import * as tf from "@tensorflow/tfjs-core";
import { activate, currentEngine } from "../kernels/engine.ts";
import { readbackAll } from "../kernels/readback.ts";
import type { TokenBatch } from "../prompts/tokens.ts";
import type { Model } from "./model.ts";
import { toTensors } from "./parameters.ts";

/** The internals of a model for interleaved tokens, as plain numbers. */
export interface TracedValues {
  readonly read: Float32Array; // [B, N + 1], or [B, N + 1, M] if labels are symbols
  readonly hidden: Float32Array; // [L + 1, B, T, H], after the read-in and after each layer
  readonly attention: Float32Array; // [L, B, K, T, T]
}

/** Answers, hidden states and attention of a model with parameters. */
export async function traceOf(
  model: Model,
  parameters: Float32Array,
  batch: TokenBatch,
  engine = currentEngine(),
): Promise<TracedValues> {
  activate(engine);
  const tensors = toTensors(model.specs, parameters);
  const tokens = tf.tensor3d(batch.values, [batch.prompts, batch.length, batch.width]);
  try {
    const [read, hidden, attention] = (await readbackAll(() => {
      const traced = model.trace(tensors, { tokens });
      return [model.forward(tensors, { tokens }, 2), traced.hidden, traced.attention];
    }, engine)) as [Float32Array, Float32Array, Float32Array];
    return { read, hidden, attention };
  } finally {
    tf.dispose([tokens, tensors]);
  }
}
