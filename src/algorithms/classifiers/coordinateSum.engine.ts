import type { Learner } from "../learner.ts";
import { sumOf } from "../prior.engine.ts";
import { classifier, meanOf } from "./classifier.ts";

/**
 * Σ x against the middle of the two classes' mean Σ x. With coefficients that are all positive it needs no exemplar to
 * know its direction, and learns a threshold alone.
 */
export const coordinateSum = (): Learner =>
  classifier({ id: "coordinate-sum", family: "prior", settings: {} }, (seen) => {
    const level = (sumOf(meanOf(seen, 1), 0, seen.dim) + sumOf(meanOf(seen, -1), 0, seen.dim)) / 2;
    return (query, offset) => sumOf(query, offset, seen.dim) - level;
  });
