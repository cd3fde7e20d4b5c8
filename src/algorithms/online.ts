import { type PromptBatch, queriesOf } from "../prompts/prompt.ts";
import type { Learner } from "./learner.ts";

/** What a learner knows of one prompt so far. Vectors are D numbers of an array, from an offset on. */
export interface OnlineState {
  /** Forgets all exemplars. */
  reset(): void;
  observe(x: Float32Array, offset: number, y: number): void;
  answer(query: Float32Array, offset: number): number;
}

type Identity = Pick<Learner, "id" | "family" | "settings" | "laws">;

const PROMPTS_BETWEEN_CHECKS = 64;

/**
 * A learner from a state that takes exemplars one by one. `start` gets D and the most exemplars of a prompt. With no
 * exemplar every answer is zero.
 */
export function onlineLearner(identity: Identity, start: (dim: number, exemplars: number) => OnlineState): Learner {
  return {
    ...identity,
    predict: async (batch, signal) =>
      atEveryPosition(
        batch,
        start,
        (state, seen, offset, queries) => (seen === 0 ? 0 : state.answer(queries, offset)),
        signal,
      ),
    async predictQueries(batch, queries, exemplars) {
      const { prompts, dim } = batch;
      const perPrompt = queries.length / prompts / dim; // M
      const answers = new Float32Array(prompts * perPrompt);
      const state = start(dim, exemplars);
      for (let b = 0; b < prompts; b++) {
        state.reset();
        if (observeFirst(batch, b, exemplars, state) === 0) continue;
        for (let m = b * perPrompt; m < (b + 1) * perPrompt; m++) answers[m] = state.answer(queries, m * dim);
      }
      return answers;
    },
  };
}

/**
 * Something read off a state at every position, [B, N + 1]: each before its own exemplar is seen; exemplars at or beyond
 * a prompt's length are not there.
 */
export function atEveryPosition<State extends Pick<OnlineState, "reset" | "observe">>(
  batch: PromptBatch,
  start: (dim: number, exemplars: number) => State,
  read: (state: State, seen: number, offset: number, queries: Float32Array) => number,
  signal?: AbortSignal,
): Float32Array {
  const { prompts, exemplars, dim, x, y, lengths } = batch;
  const positions = exemplars + 1;
  const queries = queriesOf(batch);
  const values = new Float32Array(prompts * positions);
  const state = start(dim, exemplars);
  for (let b = 0; b < prompts; b++) {
    if (b % PROMPTS_BETWEEN_CHECKS === 0) signal?.throwIfAborted();
    state.reset();
    const there = lengths ? (lengths[b] as number) : exemplars;
    for (let i = 0; i < positions; i++) {
      const at = b * positions + i;
      values[at] = read(state, Math.min(i, there), at * dim, queries);
      if (i < there) state.observe(x, at * dim, y[at] as number);
    }
  }
  return values;
}

function observeFirst(batch: PromptBatch, b: number, exemplars: number, state: OnlineState): number {
  const there = Math.min(exemplars, batch.lengths ? (batch.lengths[b] as number) : batch.exemplars);
  for (let i = 0; i < there; i++) {
    const at = b * (batch.exemplars + 1) + i;
    state.observe(batch.x, at * batch.dim, batch.y[at] as number);
  }
  return there;
}

/** wᵀx for the D numbers of `x` from an offset on. */
export function dotAt(w: Float64Array, x: Float32Array, offset: number): number {
  let sum = 0;
  for (let d = 0; d < w.length; d++) sum += (w[d] as number) * (x[offset + d] as number);
  return sum;
}
