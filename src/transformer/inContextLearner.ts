import * as tf from "@tensorflow/tfjs-core";
import type { Learner } from "../algorithms/learner.ts";
import { valuesOf } from "../kernels/valuesOf.ts";
import { type PromptBatch, queriesOf, sliceBatch } from "../prompts/prompt.ts";
import { interleave } from "../prompts/tokens.ts";
import type { Model } from "./model.ts";
import { toTensors } from "./parameters.ts";

const STRIDE = 2; // interleaved tokens: position i is read at token 2i
const TOKENS_AT_ONCE = 8192; // prompts are answered in chunks of about so many tokens, to bound memory

/** A model with parameters, read as a learner: the transformer among the algorithms. Holds tensors: dispose of it. */
export function inContextLearner(
  model: Model,
  parameters: Float32Array,
  settings: Readonly<Record<string, number | string>>,
): Learner {
  const tensors = toTensors(model.specs, parameters);

  const read = (values: Float32Array, prompts: number, length: number, prefix: number, stride: number): Float32Array =>
    valuesOf(() => {
      const tokens = tf.tensor3d(values, [prompts, length, values.length / prompts / length]);
      return model.forward(tensors, { tokens, prefix }, stride);
    });

  return {
    id: "transformer",
    family: "transformer",
    settings,
    laws: [],
    async predict(batch, signal) {
      const { prompts, exemplars } = batch;
      const positions = exemplars + 1;
      if (batch.queryX) return predictShifted(this, batch, signal);
      const answers = new Float32Array(prompts * positions);
      const chunk = Math.max(1, Math.floor(TOKENS_AT_ONCE / (2 * exemplars + 1)));
      for (let first = 0; first < prompts; first += chunk) {
        signal?.throwIfAborted();
        const part = sliceBatch(batch, first, Math.min(prompts, first + chunk));
        const tokens = interleave(part);
        answers.set(read(tokens.values, part.prompts, tokens.length, tokens.length, STRIDE), first * positions);
      }
      return answers;
    },
    async predictQueries(batch, queries, exemplars) {
      const { prompts, dim } = batch;
      const perPrompt = queries.length / prompts / dim; // M
      const prefix = 2 * exemplars;
      const length = prefix + perPrompt;
      const answers = new Float32Array(prompts * perPrompt);
      const chunk = Math.max(1, Math.floor(TOKENS_AT_ONCE / length));
      for (let first = 0; first < prompts; first += chunk) {
        const part = sliceBatch(batch, first, Math.min(prompts, first + chunk));
        const values = prefixThenQueries(part, queries.subarray(first * perPrompt * dim), perPrompt, exemplars);
        const read1 = read(values, part.prompts, length, prefix, 1); // [b, T]
        for (let b = 0; b < part.prompts; b++) {
          answers.set(read1.subarray(b * length + prefix, (b + 1) * length), (first + b) * perPrompt);
        }
      }
      return answers;
    },
    dispose: () => tf.dispose(tensors),
  };
}

/** Where the query at a position is not the exemplar shown there, each position is a query after its own prefix. */
async function predictShifted(learner: Learner, batch: PromptBatch, signal?: AbortSignal): Promise<Float32Array> {
  const { prompts, exemplars, dim } = batch;
  const positions = exemplars + 1;
  const queries = queriesOf(batch);
  const answers = new Float32Array(prompts * positions);
  for (let i = 0; i < positions; i++) {
    signal?.throwIfAborted();
    const at = new Float32Array(prompts * dim);
    for (let b = 0; b < prompts; b++) {
      const from = (b * positions + i) * dim;
      at.set(queries.subarray(from, from + dim), b * dim);
    }
    const answer = await learner.predictQueries(batch, at, i);
    for (let b = 0; b < prompts; b++) answers[b * positions + i] = answer[b] as number;
  }
  return answers;
}

/** Tokens of the first `exemplars` exemplars, then M query tokens. [B, 2 exemplars + M, D + 1] */
function prefixThenQueries(
  batch: PromptBatch,
  queries: Float32Array,
  perPrompt: number,
  exemplars: number,
): Float32Array {
  const { prompts, dim } = batch;
  const all = interleave(batch);
  const prefix = 2 * exemplars;
  const length = prefix + perPrompt;
  const values = new Float32Array(prompts * length * all.width);
  for (let b = 0; b < prompts; b++) {
    const from = b * all.length * all.width;
    const to = b * length * all.width;
    values.set(all.values.subarray(from, from + prefix * all.width), to);
    for (let m = 0; m < perPrompt; m++) {
      const query = (b * perPrompt + m) * dim;
      values.set(queries.subarray(query, query + dim), to + (prefix + m) * all.width + 1);
    }
  }
  return values;
}
