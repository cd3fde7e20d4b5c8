import { samplePrompts } from "../prompts/sample.ts";
import { interleave, pair } from "../prompts/tokens.ts";
import type { TrainingBatch } from "../training/gradient.ts";
import type { Config } from "./config.ts";

/** Prompts first…first + prompts − 1 of a config's training stream, as what a model is trained on. */
export function trainingBatchOf(config: Config, first: number, prompts: number): TrainingBatch {
  const { steps, batch: size } = config.training;
  const tuned = first >= (steps - config.prompts.tuning) * size ? { natural: 1 } : {};
  const batch = samplePrompts({ ...config.prompts, ...tuned }, { seed: config.seed, label: "data", first }, prompts);
  const { loss, tokens } = config.model;
  if (tokens === "paired") return { tokens: pair(batch), stride: 1, answers: batch.y, loss };
  return { tokens: interleave(batch), stride: 2, answers: batch.y, loss };
}
