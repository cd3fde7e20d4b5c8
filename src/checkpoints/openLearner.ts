import type { Learner } from "../algorithms/learner.ts";
import { startEngine } from "../kernels/startEngine.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Host } from "./host.ts";
import { learnerOf } from "./learnerOf.ts";

/** The transformer of a checkpoint as a learner, on the engine of `host`. Dispose of it, because it has tensors. */
export async function openLearner(
  checkpoint: Checkpoint,
  { backend, wasmPaths, warn }: Pick<Host, "backend" | "wasmPaths" | "warn">,
): Promise<Learner> {
  return learnerOf(checkpoint, await startEngine(backend, wasmPaths, warn));
}
