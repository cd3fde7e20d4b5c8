import type { Learner } from "../algorithms/learner.ts";
import { currentEngine } from "../kernels/engine.ts";
import { inContextLearner } from "../transformer/inContextLearner.ts";
import { type Checkpoint, modelOf } from "./checkpoint.ts";

/**
 * The transformer of a checkpoint as a learner, on an engine that has started. Its settings hold the training step, which
 * is unknown if another program trained it. Dispose of it, because it has tensors.
 */
export const learnerOf = ({ config, state, trainedElsewhere }: Checkpoint, engine = currentEngine()): Learner =>
  inContextLearner(modelOf(config), state.parameters, trainedElsewhere ? {} : { step: state.step }, engine);
