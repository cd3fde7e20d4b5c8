import { checkPrompts, checkQueries } from "../prompts/checkPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { Learner } from "./learner.ts";

/**
 * The state of a learner within one prompt. Vectors are D numbers of an array, from an offset on. All have the type
 * float64, so that the loops over them compile to one fast form.
 */
export interface OnlineState {
  /** Forgets all exemplars. */
  reset(): void;
  observe(x: Float64Array, offset: number, y: number): void;
  answer(query: Float64Array, offset: number): number;
}

/** The name of a learner and the laws it claims. */
export type LearnerIdentity = Pick<Learner, "id" | "family" | "settings" | "laws">;

const PROMPTS_BETWEEN_CHECKS = 64;

/**
 * A learner from a state that takes exemplars one by one. `start` gets D and the max number of exemplars of a
 * prompt. With the law zeroWithNone, the answer before the first exemplar is zero without a call of the state.
 */
export function onlineLearner(
  identity: LearnerIdentity,
  start: (dim: number, exemplars: number) => OnlineState,
): Learner {
  const min = identity.laws.includes("zeroWithNone") ? 1 : 0; // exemplars before the first call of answer
  return {
    ...identity,
    predict: async (batch, signal) =>
      atEveryPosition(batch, start, (state, seen, query, at) => (seen < min ? 0 : state.answer(query, at)), signal),
    async predictQueries(batch, queries, exemplars) {
      const perPrompt = checkQueries(batch, queries, exemplars); // M
      const { prompts, dim } = batch;
      const answers = new Float32Array(prompts * perPrompt);
      const state = start(dim, exemplars);
      const xs = new Float64Array(batch.exemplars * dim);
      const queryXs = new Float64Array(perPrompt * dim);
      for (let b = 0; b < prompts; b++) {
        const available = Math.min(exemplars, batch.lengths ? (batch.lengths[b] as number) : batch.exemplars);
        if (available < min) continue;
        const first = b * (batch.exemplars + 1);
        xs.set(batch.x.subarray(first * dim, (first + available) * dim));
        queryXs.set(queries.subarray(b * perPrompt * dim, (b + 1) * perPrompt * dim));
        state.reset();
        for (let i = 0; i < available; i++) state.observe(xs, i * dim, batch.y[first + i] as number);
        for (let m = 0; m < perPrompt; m++) answers[b * perPrompt + m] = state.answer(queryXs, m * dim);
      }
      return answers;
    },
  };
}

/**
 * A value of the state at every position, [B, N + 1], before the exemplar of that position is observed. Exemplars at or
 * beyond the length of a prompt are skipped. Throws if the batch's arrays do not fit.
 */
export function atEveryPosition<State extends Pick<OnlineState, "reset" | "observe">>(
  batch: PromptBatch,
  start: (dim: number, exemplars: number) => State,
  read: (state: State, seen: number, query: Float64Array, offset: number) => number,
  signal?: AbortSignal,
): Float32Array {
  checkPrompts(batch);
  const { prompts, exemplars, dim, y, lengths } = batch;
  const positions = exemplars + 1;
  const values = new Float32Array(prompts * positions);
  const state = start(dim, exemplars);
  const xs = new Float64Array(positions * dim);
  const queryXs = batch.queryX ? new Float64Array(positions * dim) : xs;
  for (let b = 0; b < prompts; b++) {
    if (b % PROMPTS_BETWEEN_CHECKS === 0) signal?.throwIfAborted();
    xs.set(batch.x.subarray(b * positions * dim, (b + 1) * positions * dim));
    if (batch.queryX) queryXs.set(batch.queryX.subarray(b * positions * dim, (b + 1) * positions * dim));
    state.reset();
    const available = lengths ? (lengths[b] as number) : exemplars;
    for (let i = 0; i < positions; i++) {
      const at = b * positions + i;
      values[at] = read(state, Math.min(i, available), queryXs, i * dim);
      if (i < available) state.observe(xs, i * dim, y[at] as number);
    }
  }
  return values;
}
