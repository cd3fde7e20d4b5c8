import type { PromptBatch } from "./prompt.ts";

/** A batch as the tokens a model reads. */
export interface TokenBatch {
  readonly prompts: number; // B
  readonly length: number; // T
  readonly width: number; // numbers a token
  readonly values: Float32Array; // [B, T, width]
  readonly prefix: number; // tokens from here on are queries that no other token reads; T where there are none
}

/**
 * Interleaved tokens x̃₁ ỹ₁ x̃₂ ỹ₂ … x̃, with x̃ = [0, x] and ỹ = [y, 0], both in R^{D+1}; the last y is left out:
 * T = 2N + 1, and position i is read at token 2i (Akyürek et al. 2022, §2.3).
 */
export function interleave(batch: PromptBatch): TokenBatch {
  const { prompts, exemplars, dim, x, y } = batch;
  const width = dim + 1;
  const length = 2 * exemplars + 1;
  const values = new Float32Array(prompts * length * width);
  for (let b = 0; b < prompts; b++) {
    for (let i = 0; i <= exemplars; i++) {
      const from = b * (exemplars + 1) + i;
      const to = (b * length + 2 * i) * width;
      values.set(x.subarray(from * dim, (from + 1) * dim), to + 1);
      if (i < exemplars) values[to + width] = y[from] as number;
    }
  }
  return { prompts, length, width, values, prefix: length };
}

/** One token [y, x] an exemplar, and [0, x] for a query at the end: T = N + 1 (von Oswald et al. 2022, §2). */
export function pair(batch: PromptBatch): TokenBatch {
  const { prompts, exemplars, dim } = batch;
  const last = new Float32Array(prompts * dim);
  for (let b = 0; b < prompts; b++) {
    const from = (b * (exemplars + 1) + exemplars) * dim;
    last.set(batch.x.subarray(from, from + dim), b * dim);
  }
  return withQueries(batch, last, exemplars, "paired");
}

/** Tokens of the first n exemplars, then M queries of each prompt, [B, M, D], each an alternative to the others. */
export function withQueries(
  batch: PromptBatch,
  queries: Float32Array,
  exemplars: number,
  form: "interleaved" | "paired",
): TokenBatch {
  const { prompts, dim, x, y } = batch;
  const width = dim + 1;
  const perPrompt = queries.length / prompts / dim; // M
  const each = form === "paired" ? 1 : 2; // tokens an exemplar
  const prefix = each * exemplars;
  const length = prefix + perPrompt;
  const values = new Float32Array(prompts * length * width);
  for (let b = 0; b < prompts; b++) {
    for (let i = 0; i < exemplars; i++) {
      const from = b * (batch.exemplars + 1) + i;
      const to = (b * length + each * i) * width;
      values.set(x.subarray(from * dim, (from + 1) * dim), to + 1);
      values[to + (each - 1) * width] = y[from] as number;
    }
    for (let m = 0; m < perPrompt; m++) {
      const from = (b * perPrompt + m) * dim;
      values.set(queries.subarray(from, from + dim), (b * length + prefix + m) * width + 1);
    }
  }
  return { prompts, length, width, values, prefix };
}
