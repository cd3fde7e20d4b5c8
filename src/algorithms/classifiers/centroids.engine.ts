import { dot } from "../../numerics/dot.ts";
import type { Learner } from "../learner.ts";
import { classifier, meanOf } from "./classifier.ts";

/** The class with the nearer mean: (μ₊ − μ₋)ᵀ(x − (μ₊ + μ₋) / 2). */
export const centroids = (): Learner =>
  classifier({ id: "centroids", family: "centroids", settings: {} }, (seen) => {
    const [above, below] = [meanOf(seen, 1), meanOf(seen, -1)];
    const w = above.map((value, d) => value - (below[d] as number));
    const middle = above.map((value, d) => (value + (below[d] as number)) / 2);
    const level = dot(w, 0, middle, 0, seen.dim);
    return (query, offset) => dot(w, 0, query, offset, seen.dim) - level;
  });
