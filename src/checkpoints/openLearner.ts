import type { Learner } from "../algorithms/learner.ts";
import type { EngineHost } from "../kernels/engineHost.ts";
import { startEngine } from "../kernels/startEngine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { learnerOf } from "./learnerOf.ts";

/** The transformer of a checkpoint as a learner, on the engine of `host`. Dispose of it, because it has tensors. */
export async function openLearner(checkpoint: Checkpoint, host: EngineHost): Promise<Learner> {
  return learnerOf(checkpoint, await startEngine(host));
}
