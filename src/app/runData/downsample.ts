/** A stretch of training steps: the step in its middle, and the mean loss. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
  readonly steps: number; // how many the mean is of
}

/**
 * Losses of steps 1, 2, … as at most `most` means over neighbouring steps. Half of the bounds are spaced evenly, half by
 * ratio, so that the curve is fine on a plain and on a log axis.
 */
export function downsample(losses: readonly number[], max: number): LossPoint[] {
  const count = losses.length;
  const half = Math.floor(max / 2);
  const bounds = new Set<number>([count]);
  for (let k = 1; k <= half; k++) {
    bounds.add(Math.round((count * k) / half));
    bounds.add(Math.round(count ** (k / half)));
  }
  const points: LossPoint[] = [];
  let from = 0;
  for (const to of [...bounds].sort((a, b) => a - b)) {
    if (to <= from) continue;
    let sum = 0;
    for (let k = from; k < to; k++) sum += losses[k] as number;
    points.push({ step: (from + 1 + to) / 2, loss: sum / (to - from), steps: to - from });
    from = to;
  }
  return points;
}
