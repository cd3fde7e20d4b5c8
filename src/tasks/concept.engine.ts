import { checkBetween, checkPositive } from "../numerics/checks.ts";
import { drawPrompts, type PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { LinearPrompts } from "./linear.engine.ts";

/**
 * Linear prompts with a concept: w₀ = τ (1, …, 1) is the same for all prompts, and a share π of prompts is
 * natural, w ~ N(w₀, t₀² τ² I); the others are free, w ~ N(0, τ² I). The sign of y is a prompt's label.
 */
export interface ConceptPrompts extends Omit<LinearPrompts, "taskWeights"> {
  readonly natural: number; // π, the share of natural prompts
  readonly spread: number; // t₀, how far a natural w is from the concept: a standard deviation, in units of τ
}

/**
 * Prompts first…first + prompts − 1 of a stream, each depends on (seed, label, number) alone; another π moves prompts
 * from one kind to the other, without changing their draws.
 */
export const sampleConcept = (
  { natural, spread, tau, ...shape }: ConceptPrompts,
  stream: PromptStream,
  prompts: number,
): PromptBatch => {
  checkBetween("natural", natural, 0, 1);
  checkBetween("spread", spread, 0);
  checkPositive("tau", tau);
  return drawPrompts(shape, stream, prompts, (data, w) => {
    const isNatural = data.uniform() < natural;
    for (let d = 0; d < shape.dim; d++) {
      const drawn = data.normal();
      w[d] = tau * (isNatural ? 1 + spread * drawn : drawn);
    }
  });
};
