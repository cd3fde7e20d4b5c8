import { dot } from "../numerics/dot.ts";
import type { EigenDirections } from "../numerics/eigenDirections.ts";

const NOTHING = 1e-6; // share of the largest s, or of the weights: below it the prompt has no information about a direction

/**
 * The shrinkage of a learner's implied weights relative to least squares, by direction: 1 − vᵀŵ / vᵀŵ_OLS, [D]. Ridge
 * regression has λ / (λ + s), k steps of gradient descent (1 − 2αs)ᵏ. NaN if the exemplars, or least squares,
 * have no component in a direction.
 */
export function shrinkage(
  { vectors, sizes }: EigenDirections,
  weights: Float64Array,
  leastSquares: Float64Array,
): Float64Array {
  const dim = weights.length;
  const size = Math.sqrt(dot(leastSquares, 0, leastSquares, 0, dim));
  return Float64Array.from(vectors, (vector, k) => {
    const full = dot(vector, 0, leastSquares, 0, dim);
    const isDefined = (sizes[k] as number) > NOTHING * (sizes[0] as number) && Math.abs(full) > NOTHING * size;
    return isDefined ? 1 - dot(vector, 0, weights, 0, dim) / full : Number.NaN;
  });
}
