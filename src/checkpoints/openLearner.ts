import type { Learner } from "../algorithms/learner.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { inContextLearner } from "../transformer/inContextLearner.ts";
import { type Checkpoint, modelOf } from "./checkpoint.ts";
import type { Host } from "./host.ts";

/** The transformer of a checkpoint as a learner, on the engine of `host`. Dispose of it, because it has tensors. */
export async function openLearner(
  { config, state, trainedElsewhere }: Checkpoint,
  { backend, wasmPaths, warn }: Pick<Host, "backend" | "wasmPaths" | "warn">,
): Promise<Learner> {
  const engine = await startEngine(backend, wasmPaths, warn);
  return inContextLearner(modelOf(config), state.parameters, trainedElsewhere ? {} : { step: state.step }, engine);
}
