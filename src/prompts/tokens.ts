import { checkQueries } from "./checkPrompts.ts";
import type { PromptBatch } from "./prompt.ts";
import { writtenLabels } from "./writtenLabels.ts";

/** A batch as tokens for a model. */
export interface TokenBatch {
  readonly prompts: number; // B
  readonly length: number; // T
  readonly width: number; // numbers per token
  readonly values: Float32Array; // [B, T, width]
  readonly prefix: number; // tokens from here on are queries that no other token reads; T if there are none
}

/**
 * Interleaved tokens x̃₁ ỹ₁ x̃₂ ỹ₂ … x̃, with x̃ = [0, x] and ỹ = [y, 0], both in R^{D+1}; the last y is left out:
 * T = 2N + 1, and position i is read at token 2i (Akyürek et al. 2022, §2.3). If labels are symbols, y is M numbers;
 * an instruction is a token [instruction, 0] before all others.
 */
export function interleave(batch: PromptBatch): TokenBatch {
  const tokens = withQueries(batch, lastQueries(batch), batch.exemplars, "interleaved");
  return { ...tokens, prefix: tokens.length };
}

/** One token [y, x] per exemplar, and [0, x] for a query at the end: T = N + 1 (von Oswald et al. 2022, §2). */
export const pair = (batch: PromptBatch): TokenBatch =>
  withQueries(batch, lastQueries(batch), batch.exemplars, "paired");

/** The x at the end of each prompt, [B, 1, D]. */
function lastQueries({ prompts, exemplars, dim, x }: PromptBatch): Float32Array {
  const last = new Float32Array(prompts * dim);
  for (let b = 0; b < prompts; b++) {
    const from = (b * (exemplars + 1) + exemplars) * dim;
    last.set(x.subarray(from, from + dim), b * dim);
  }
  return last;
}

/**
 * Tokens of the first n exemplars, then the queries of each prompt, [B, ·, D], each an alternative to the others.
 * Throws if the batch's arrays or the queries do not fit.
 */
export function withQueries(
  batch: PromptBatch,
  queries: Float32Array,
  exemplars: number,
  form: "interleaved" | "paired",
): TokenBatch {
  const perPrompt = checkQueries(batch, queries, exemplars);
  const { prompts, dim, x, context } = batch;
  const labels = writtenLabels(batch);
  const instruction = context?.instruction; // [B, M]
  const ahead = instruction ? 1 : 0;
  const width = labels.size + dim;
  const each = form === "paired" ? 1 : 2; // tokens per exemplar
  const prefix = ahead + each * exemplars;
  const length = prefix + perPrompt;
  const values = new Float32Array(prompts * length * width);
  for (let b = 0; b < prompts; b++) {
    if (instruction) values.set(instruction.subarray(b * labels.size, (b + 1) * labels.size), b * length * width);
    for (let i = 0; i < exemplars; i++) {
      const from = b * (batch.exemplars + 1) + i;
      const to = (b * length + ahead + each * i) * width;
      values.set(x.subarray(from * dim, (from + 1) * dim), to + labels.size);
      values.set(labels.values.subarray(from * labels.size, (from + 1) * labels.size), to + (each - 1) * width);
    }
    for (let k = 0; k < perPrompt; k++) {
      const from = (b * perPrompt + k) * dim;
      values.set(queries.subarray(from, from + dim), (b * length + prefix + k) * width + labels.size);
    }
  }
  return { prompts, length, width, values, prefix };
}
