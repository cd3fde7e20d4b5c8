import type { Config } from "../config/schema.ts";
import { samplePrompts } from "../prompts/sample.ts";
import { interleave, pair } from "../prompts/tokens.ts";
import { writtenLabels } from "../prompts/writtenLabels.ts";
import type { TrainingBatch } from "../training/gradient.ts";

/** Prompts first…first + prompts − 1 of a config's training stream, as what a model is trained on. */
export function trainingBatchOf(config: Config, first: number, prompts: number): TrainingBatch {
  const { steps, batch: size } = config.training;
  const { family, tuning } = config.prompts;
  const tuned = first >= (steps - tuning) * size ? (family === "symbols" ? SYMBOL_TUNING : { natural: 1 }) : {};
  const batch = samplePrompts({ ...config.prompts, ...tuned }, { seed: config.seed, label: "data", first }, prompts);
  const { loss, tokens } = config.model;
  const { size: labelSize, values: answers } = writtenLabels(batch);
  if (tokens === "paired") return { tokens: pair(batch), stride: 1, answers, labelSize, loss };
  return { tokens: interleave(batch), stride: 2, answers, labelSize, loss };
}

const SYMBOL_TUNING = { natural: 0, instructed: 0 }; // as in symbol tuning (Wei et al. 2023, §2)
