import { checkInteger, checkRows } from "../numerics/checks.ts";
import { squaredDifference } from "./squaredDifference.ts";

/**
 * SPD of two learners' answers, both [B, positions], at every position: the mean over prompts of (a − b)² / scale,
 * [positions] (Akyürek et al. 2022, §4.1). Our figures have `scale` = D τ². Throws if they do not fit.
 */
export function spd(a: Float32Array, b: Float32Array, positions: number, scale: number): Float64Array {
  checkInteger("positions", positions, 1);
  checkRows("a", a, positions, "[B, positions]");
  const means = new Float64Array(positions);
  const share = positions / a.length;
  squaredDifference(a, b, scale).forEach((square, k) => {
    means[k % positions] = (means[k % positions] as number) + square * share;
  });
  return means;
}
