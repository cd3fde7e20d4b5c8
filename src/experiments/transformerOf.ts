import type { Learner } from "../algorithms/learner.ts";
import { withShuffledLabels } from "../algorithms/withShuffledLabels.ts";
import { learnerOf } from "../checkpoints/learnerOf.ts";
import type { Engine } from "../kernels/engine.ts";
import type { ComparedRun } from "../runs/compareTrained.ts";

/** The transformer of a run to be measured, on an engine that has started. Dispose of it, because it has tensors. */
export function transformerOf({ checkpoint, shuffledLabels }: ComparedRun, engine?: Engine): Learner {
  const learner = learnerOf(checkpoint, engine);
  return shuffledLabels ? withShuffledLabels(learner) : learner;
}
