import type { Operations } from "../operations.ts";
import { addPositions } from "./addPositions.ts";
import { attention } from "./attention.ts";
import { layerNorm } from "./layerNorm.ts";
import { linear } from "./linear.ts";
import { orthogonalize } from "./orthogonalize.ts";
import { readAt } from "./readAt.ts";
import { squaredError } from "./squaredError.ts";

/** The operations composed of tfjs's own: they run on every tfjs backend, and are the reference for faster ones. */
export const composedOperations: Operations = {
  addPositions,
  attention,
  layerNorm,
  linear,
  orthogonalize,
  readAt,
  squaredError,
};
