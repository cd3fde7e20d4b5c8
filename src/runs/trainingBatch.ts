import type { Config } from "../config/schema.ts";
import { interleave, pair } from "../prompts/tokens.ts";
import { writtenLabels } from "../prompts/writtenLabels.ts";
import { familyOf, tuningOf } from "../tasks/families.ts";
import type { TrainingBatch } from "../training/gradient.ts";

/** Draws the training batches of a config: prompts first…first + prompts − 1 of its training stream. */
export type TrainingSampler = (first: number, prompts: number) => TrainingBatch;

/** Loads the sampler of a config's training batches. */
export async function trainingSampler(config: Config): Promise<TrainingSampler> {
  const { training, model, prompts: settings, seed } = config;
  const family = familyOf(settings);
  const { sample } = await family.engine();
  const tuning = tuningOf(settings);
  return (first, prompts) => {
    const tuned = first >= (training.steps - tuning) * training.batch ? family.tuned : {};
    const batch = sample({ ...settings, ...tuned }, { seed, label: "data", first }, prompts);
    const { size: labelSize, values: answers } = writtenLabels(batch);
    const { loss } = model;
    if (model.tokens === "paired") return { tokens: pair(batch), stride: 1, answers, labelSize, loss };
    return { tokens: interleave(batch), stride: 2, answers, labelSize, loss };
  };
}
