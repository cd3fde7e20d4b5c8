import type { PromptBatch } from "./prompt.ts";

/** A batch as the tokens a model reads. */
export interface TokenBatch {
  readonly prompts: number; // B
  readonly length: number; // T
  readonly width: number; // numbers a token
  readonly values: Float32Array; // [B, T, width]
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
  return { prompts, length, width, values };
}
