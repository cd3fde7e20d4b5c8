import { moveLabels } from "../prompts/moveLabels.ts";
import type { Learner } from "./learner.ts";

/** A learner that sees every prompt with its labels shuffled. What it shares with the true answers, it did not learn from the exemplars. */
export function onMovedLabels(learner: Learner): Learner {
  const { variance } = learner;
  return {
    ...learner,
    predict: (batch, signal) => learner.predict(moveLabels(batch), signal),
    predictQueries: (batch, queries, exemplars) =>
      learner.predictQueries(moveLabels(batch, exemplars), queries, exemplars),
    ...(variance && { variance: (batch) => variance(moveLabels(batch)) }),
  };
}
