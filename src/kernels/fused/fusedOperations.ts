import type { Operations } from "../operations.ts";
import { addPositions } from "./addPositions.ts";
import { attention } from "./attention.ts";
import { layerNorm } from "./layerNorm.ts";
import { linear } from "./linear.ts";
import { orthogonalize } from "./orthogonalize.ts";
import { readAt } from "./readAt.ts";
import { squaredError } from "./squaredError.ts";

/** The operations as one kernel each, forward and backward, of an engine that has registered these kernels with tfjs. */
export const fusedOperations: Operations = {
  addPositions,
  attention,
  layerNorm,
  linear,
  orthogonalize,
  readAt,
  squaredError,
};
