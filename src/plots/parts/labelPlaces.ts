/** A label on a line: where its middle would like to be, and the px it takes. */
export interface LabelRequest {
  readonly at: number;
  readonly size: number;
}

/**
 * Middles for labels, given in ascending order of `at`, so that none overlaps the next and all lie in [low, high] as far
 * as there is room: of all such, those with the least sum of squared displacements (pool adjacent violators).
 */
export function labelPlaces(labels: readonly LabelRequest[], [low, high]: readonly [number, number]): number[] {
  // With the room before each taken off, labels must only not descend: an isotonic regression.
  const before: number[] = [];
  let taken = 0;
  labels.forEach(({ size }, k) => {
    taken += k === 0 ? 0 : ((labels[k - 1] as LabelRequest).size + size) / 2;
    before.push(taken);
  });
  const groups: { sum: number; count: number }[] = [];
  labels.forEach(({ at }, k) => {
    let group = { sum: at - (before[k] as number), count: 1 };
    for (let last = groups.at(-1); last && last.sum / last.count > group.sum / group.count; last = groups.at(-1)) {
      group = { sum: group.sum + last.sum, count: group.count + last.count };
      groups.pop();
    }
    groups.push(group);
  });
  const min = low + (labels[0]?.size ?? 0) / 2;
  const max = high - (labels.at(-1)?.size ?? 0) / 2 - taken;
  const bases = groups.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  return bases.map((base, k) => Math.max(min, Math.min(base, max)) + (before[k] as number));
}
