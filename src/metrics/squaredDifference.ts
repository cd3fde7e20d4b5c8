import { checkInteger, checkLength, checkPositive, checkRows } from "../numerics/checks.ts";

/**
 * (a − b)² / scale, elementwise, [B, N + 1]. Against y it is the squared error; of two learners' answers its mean over
 * prompts is SPD (Akyürek et al. 2022, §4.1), divided by `scale` = D τ². Throws if a and b have different lengths.
 */
export function squaredDifference(a: Float32Array, b: Float32Array, scale: number): Float64Array {
  checkLength("b", b, a.length);
  checkPositive("scale", scale);
  const squares = new Float64Array(a.length);
  for (let k = 0; k < a.length; k++) squares[k] = ((a[k] as number) - (b[k] as number)) ** 2 / scale;
  return squares;
}

/** One position's values, [B], of an array [B, positions]. Throws if the position does not exist. */
export function atPosition(values: Float64Array, positions: number, position: number): Float64Array {
  checkInteger("positions", positions, 1);
  const prompts = checkRows("values", values, positions, "[B, positions]");
  checkInteger("position", position, 0, positions - 1);
  const column = new Float64Array(prompts);
  for (let b = 0; b < prompts; b++) column[b] = values[b * positions + position] as number;
  return column;
}

/** Each prompt's mean over some positions, [B], of an array [B, positions]. NaN if no position is chosen. Throws if a position does not exist. */
export function overPositions(values: Float64Array, positions: number, chosen: readonly number[]): Float64Array {
  checkInteger("positions", positions, 1);
  const prompts = checkRows("values", values, positions, "[B, positions]");
  for (const position of chosen) checkInteger("position", position, 0, positions - 1);
  const means = new Float64Array(prompts);
  for (let b = 0; b < prompts; b++) {
    let sum = 0;
    for (const position of chosen) sum += values[b * positions + position] as number;
    means[b] = sum / chosen.length;
  }
  return means;
}
