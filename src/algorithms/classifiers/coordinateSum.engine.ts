import type { Learner } from "../learner.ts";
import { sumOf } from "../prior.engine.ts";
import { classifier, meanOf } from "./classifier.ts";

/**
 * Σ x minus the middle of the two classes' mean Σ x. It assumes that all coefficients are positive, so its direction
 * needs no exemplar: it learns only a threshold.
 */
export const coordinateSum = (): Learner =>
  classifier({ id: "coordinate-sum", family: "prior", settings: {} }, (seen) => {
    const level = (sumOf(meanOf(seen, 1), 0, seen.dim) + sumOf(meanOf(seen, -1), 0, seen.dim)) / 2;
    return (query, offset) => sumOf(query, offset, seen.dim) - level;
  });
