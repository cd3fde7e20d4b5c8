import type { PromptBatch } from "./prompt.ts";

/** The written form of each y. */
export interface WrittenLabels {
  readonly size: number; // M, numbers per label; 1 if y is written unchanged
  readonly values: Float32Array; // [B, N + 1, M]
}

/** Each y as written in a prompt: the number itself, or the symbol of its class, `symbols[0]` for y = −1 and `symbols[1]` for y = 1. */
export function writtenLabels({ prompts, exemplars, y, symbols }: PromptBatch): WrittenLabels {
  if (!symbols) return { size: 1, values: y };
  const positions = exemplars + 1;
  const size = symbols.length / prompts / 2;
  const values = new Float32Array(y.length * size);
  for (let k = 0; k < y.length; k++) {
    const from = (2 * Math.floor(k / positions) + ((y[k] as number) > 0 ? 1 : 0)) * size;
    values.set(symbols.subarray(from, from + size), k * size);
  }
  return { size, values };
}

/**
 * The y of vectors [B, P, M], as [B, P]: from their dot product with the two symbols of their prompt, s₋ and s₊, of equal
 * length. It is 2 vᵀ(s₊ − s₋) / |s₊ − s₋|²: −1 and 1 at the symbols themselves, and linear between them.
 */
export function readSymbols(vectors: Float32Array, { prompts }: PromptBatch, symbols: Float32Array): Float32Array {
  const size = symbols.length / prompts / 2;
  const each = vectors.length / prompts / size; // P
  const y = new Float32Array(prompts * each);
  for (let b = 0; b < prompts; b++) {
    const direction = Float64Array.from(
      { length: size },
      (_, m) => (symbols[(2 * b + 1) * size + m] as number) - (symbols[2 * b * size + m] as number),
    );
    const square = direction.reduce((sum, value) => sum + value * value, 0);
    for (let k = b * each; k < (b + 1) * each; k++) {
      let along = 0;
      for (let m = 0; m < size; m++) along += (vectors[k * size + m] as number) * (direction[m] as number);
      y[k] = (2 * along) / square;
    }
  }
  return y;
}
