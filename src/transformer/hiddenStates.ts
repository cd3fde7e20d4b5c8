import * as tf from "@tensorflow/tfjs-core";
import { activate, currentEngine } from "../kernels/engine.ts";
import { readback } from "../kernels/readback.ts";
import { type PromptBatch, sliceBatch } from "../prompts/prompt.ts";
import { interleave } from "../prompts/tokens.ts";
import type { Model } from "./model.ts";
import { toTensors } from "./parameters.ts";

const PROMPTS_AT_ONCE = 64;

/** Hidden states of one layer over the tokens of a prefix, each prompt's coordinates in rows: [B, H, T]. */
export interface HiddenStates {
  readonly prompts: number; // B
  readonly hiddenSize: number; // H
  readonly tokens: number; // T
  readonly values: Float32Array;
}

/**
 * The hidden states of a model on an engine over the 2n tokens x₁ y₁ … xₙ yₙ of each prompt: after the read-in and after
 * each layer, L + 1 in all.
 */
export async function hiddenStates(
  model: Model,
  parameters: Float32Array,
  batch: PromptBatch,
  exemplars: number,
  engine = currentEngine(),
): Promise<HiddenStates[]> {
  activate(engine);
  const tensors = toTensors(model.specs, parameters);
  const tokens = 2 * exemplars;
  const layers: HiddenStates[] = [];
  try {
    for (let first = 0; first < batch.prompts; first += PROMPTS_AT_ONCE) {
      const part = sliceBatch(batch, first, Math.min(batch.prompts, first + PROMPTS_AT_ONCE));
      const { values, length, width } = interleave(part);
      let shape: readonly number[] = [];
      const numbers = await readback(() => {
        const all = tf.tensor3d(values, [part.prompts, length, width]);
        const prefix = tf.slice(all, [0, 0, 0], [part.prompts, tokens, width]); // causal: later tokens change nothing
        const hidden = tf.transpose(model.hidden(tensors, { tokens: prefix }), [0, 1, 3, 2]);
        shape = hidden.shape;
        return hidden;
      }, engine);
      const [L, b, H, T] = shape as [number, number, number, number]; // L + 1 layers
      for (let layer = 0; layer < L; layer++) {
        const states = layers[layer] ?? {
          prompts: batch.prompts,
          hiddenSize: H,
          tokens: T,
          values: new Float32Array(batch.prompts * H * T),
        };
        states.values.set(numbers.subarray(layer * b * H * T, (layer + 1) * b * H * T), first * H * T);
        layers[layer] = states;
      }
    }
  } finally {
    tf.dispose(tensors);
  }
  return layers;
}
