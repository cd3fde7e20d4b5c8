import { checkInteger } from "../numerics/checks.ts";
import { checkPrompts } from "./checkPrompts.ts";
import type { PromptBatch } from "./promptBatch.ts";

/**
 * The prompts with their labels shuffled: each y of the first n exemplars moves on to the exemplar after it, the last one to
 * the first, so that x and y no longer belong together. No y moves to an earlier exemplar but the last, so the answer to a
 * query does not get into the exemplars before it. Throws if the batch's arrays do not fit.
 */
export function shuffleLabels(batch: PromptBatch, exemplars = batch.exemplars): PromptBatch {
  checkPrompts(batch);
  checkInteger("exemplars", exemplars, 0, batch.exemplars);
  if (exemplars === 0) return batch;
  const y = batch.y.slice();
  const row = batch.exemplars + 1;
  for (let b = 0; b < batch.prompts; b++) {
    const first = b * row;
    y.copyWithin(first + 1, first, first + exemplars - 1);
    y[first] = batch.y[first + exemplars - 1] as number;
  }
  return { ...batch, y };
}
