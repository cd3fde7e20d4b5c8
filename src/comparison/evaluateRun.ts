import type { Checkpoint } from "../checkpoints/checkpoint.ts";
import { openLearner } from "../checkpoints/openLearner.ts";
import type { Config } from "../config/schema.ts";
import type { EngineHost } from "../kernels/engineHost.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import type { AlgorithmReplica } from "../training/replica.ts";
import { type PreparedComparison, prepareComparison } from "./prepareComparison.ts";
import type { Row } from "./row.ts";

/** Prepares the evaluation of a run: the answers of every algorithm, by default in this thread, to the prompts of its stream `evaluation`. */
export async function prepareEvaluation(
  config: Config,
  replica?: AlgorithmReplica,
  signal?: AbortSignal,
): Promise<PreparedComparison> {
  const stream = { seed: config.seed, label: "evaluation", first: 0 };
  const prompts = await samplePrompts(config.prompts, stream, config.evaluation.prompts);
  return prepareComparison(prompts, config, { experiment: "run", ...(replica && { replica }), signal });
}

/** The rows of the algorithms, and of the evaluation of a checkpoint; without a step if another program trained it. */
export async function evaluate(checkpoint: Checkpoint, host: EngineHost): Promise<readonly Row[]> {
  const { config, state, trainedElsewhere } = checkpoint;
  const learner = await openLearner(checkpoint, host);
  try {
    const evaluation = await prepareEvaluation(config);
    const step = trainedElsewhere ? {} : { step: state.step };
    const { rows } = await evaluation.compare(learner, { ...step, full: false });
    return [...evaluation.algorithmRows, ...rows];
  } finally {
    learner.dispose?.();
  }
}
