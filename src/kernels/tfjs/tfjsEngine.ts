import type { BackendName } from "../backendNames.ts";
import type { Engine } from "../engine.ts";
import { readTensors } from "../readback.ts";
import { composedOperations } from "./composedOperations.ts";

/** An engine of tfjs's own kernels, on a tfjs backend of that name. */
export const tfjsEngine = (name: BackendName): Engine => ({
  name,
  operations: composedOperations,
  read: readTensors,
});
