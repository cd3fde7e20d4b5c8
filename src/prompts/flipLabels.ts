import { checkBetween } from "../numerics/checks.ts";
import { randomAt } from "../numerics/random.ts";
import { cleanAnswers } from "./cleanAnswers.ts";
import type { PromptBatch } from "./prompt.ts";

/**
 * The same prompts with each exemplar's y turned into −y with probability `share`, scored on wᵀx, without flips or noise.
 * A larger share flips all labels that a smaller share flips, and more. Prompt b's flips are number b of the stream `flips` of a seed.
 */
export function flipLabels(batch: PromptBatch, share: number, seed: number): PromptBatch {
  checkBetween("share", share, 0, 1);
  const clean = Float32Array.from(cleanAnswers(batch));
  const positions = batch.exemplars + 1;
  const y = batch.y.slice();
  for (let b = 0; b < batch.prompts; b++) {
    const random = randomAt(seed, "flips", b);
    for (let k = b * positions; k < (b + 1) * positions; k++) if (random.uniform() < share) y[k] = -(y[k] as number);
  }
  return { ...batch, y, queryY: clean };
}
