import { withShuffledLabels } from "../algorithms/withShuffledLabels.ts";
import { type Checkpoint, modelOf } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import {
  type Compared,
  type CompareOptions,
  type ComparisonScope,
  type PreparedComparison,
  prepareComparison,
} from "../comparison/prepareComparison.ts";
import { threadsToCompare } from "../config/threads.ts";
import type { Engine } from "../kernels/engine.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { learnerOfReplica, withReplicas } from "./replicas.ts";

/** What is compared, and where it is computed. */
export interface SharedComparison {
  readonly checkpoint: Checkpoint;
  readonly batch: PromptBatch;
  readonly scope: ComparisonScope;
  readonly options: CompareOptions;
  readonly engine: Engine; // of this thread
  readonly host?: Host | undefined; // its threads share the prompts; without it this thread computes everything
  readonly shuffledLabels?: boolean | undefined; // whether the transformer sees every prompt with its labels shuffled
}

/** Compares the transformer of a checkpoint with the algorithms on some prompts. The numbers have the same bits whatever the number of threads. */
export async function compareShared({
  checkpoint,
  batch,
  scope,
  options,
  engine,
  host,
  shuffledLabels,
}: SharedComparison): Promise<{ readonly comparison: PreparedComparison; readonly compared: Compared }> {
  const { config, state, trainedElsewhere } = checkpoint;
  const threads = (host: Host) => threadsToCompare(config, batch.prompts, host);
  return withReplicas(config, { engine, host }, threads, async (replica) => {
    const comparison = await prepareComparison(batch, config, { ...scope, replica });
    const settings = trainedElsewhere ? {} : { step: state.step };
    const learner = learnerOfReplica(modelOf(config), state.parameters, settings, replica);
    return {
      comparison,
      compared: await comparison.compare(shuffledLabels ? withShuffledLabels(learner) : learner, options),
    };
  });
}
