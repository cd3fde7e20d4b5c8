import { checkPositive } from "../numerics/checks.ts";
import { drawPrompts, type PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";

/** Linear regression: x ~ N(0, I), w ~ N(0, τ² I), y = wᵀx + N(0, σ²) (Akyürek et al. 2022, §4.2); or the same w for all prompts (§5). */
export interface LinearPrompts {
  readonly dim: number; // D
  readonly exemplars: number; // N
  readonly tau: number; // standard deviation of the task weights
  readonly sigma: number; // standard deviation of the noise on y
  readonly taskWeights?: "drawn" | "ones"; // a new w for each prompt (the default), or τ in every coordinate for all prompts
}

/**
 * Prompts first…first + prompts − 1 of a stream. Prompt number i depends on (seed, label, i) alone; more exemplars or
 * another σ do not change w and the earlier x; a fixed w does not change x. Throws if a size is not a whole number.
 */
export const sampleLinear = (
  { taskWeights = "drawn", ...shape }: LinearPrompts,
  stream: PromptStream,
  prompts: number,
): PromptBatch => {
  checkPositive("tau", shape.tau);
  return drawPrompts(shape, stream, prompts, (data, w) => {
    for (let d = 0; d < shape.dim; d++) {
      const drawn = data.normal();
      w[d] = shape.tau * (taskWeights === "ones" ? 1 : drawn);
    }
  });
};
