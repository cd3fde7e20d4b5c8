import { shuffleLabels } from "../prompts/shuffleLabels.ts";
import type { Learner } from "./learner.ts";

/** A learner that sees every prompt with its labels shuffled. What it shares with the true answers, it did not learn from the exemplars. */
export function withShuffledLabels(learner: Learner): Learner {
  const { variance } = learner;
  return {
    ...learner,
    predict: (batch, signal) => learner.predict(shuffleLabels(batch), signal),
    predictQueries: (batch, queries, exemplars) =>
      learner.predictQueries(shuffleLabels(batch, exemplars), queries, exemplars),
    ...(variance && { variance: (batch) => variance(shuffleLabels(batch)) }),
  };
}
