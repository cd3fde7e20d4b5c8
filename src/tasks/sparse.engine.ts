import { checkInteger, checkPositive } from "../numerics/checks.ts";
import { drawPrompts, type PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { LinearPrompts } from "./linear.engine.ts";

/** Linear prompts with sparse w: s coordinates, all sets equally likely, are N(0, τ²); the others are 0. */
export interface SparsePrompts extends Omit<LinearPrompts, "taskWeights"> {
  readonly nonzero: number; // s, at most D
}

/**
 * Prompts first…first + prompts − 1 of a stream, each depends on (seed, label, number) alone. Another s does not change x or
 * the weights that are nonzero with both.
 */
export function sampleSparse(
  { nonzero, tau, ...shape }: SparsePrompts,
  stream: PromptStream,
  prompts: number,
): PromptBatch {
  checkPositive("tau", tau);
  checkInteger("nonzero", nonzero, 1, shape.dim);
  return drawPrompts(shape, stream, prompts, (data, w) => {
    const drawn = Array.from(w, () => tau * data.normal());
    const keys = drawn.map(() => data.uniform());
    const byKey = [...keys.keys()].sort((a, b) => (keys[a] as number) - (keys[b] as number));
    for (const d of byKey.slice(0, nonzero)) w[d] = drawn[d] as number;
  });
}
