/** The parameters of a run at one of its evaluations, as a file. */
export interface Snapshot {
  readonly step: number;
  readonly bytes: Uint8Array; // safetensors, in half precision
}

/** What the moments of a run may take in memory. */
export const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20;

/**
 * The moments with one more. Where they would take more than `most` bytes, those are left out one by one whose neighbours
 * are nearest to each other, as a ratio of steps; the first and the newest stay.
 */
export function addSnapshot(
  moments: readonly Snapshot[],
  moment: Snapshot,
  max = MAX_SNAPSHOT_BYTES,
): readonly Snapshot[] {
  const kept = [...moments.filter(({ step }) => step < moment.step), moment];
  let bytes = kept.reduce((sum, each) => sum + each.bytes.length, 0);
  while (bytes > max && kept.length > 2) {
    const gap = (k: number) => ((kept[k + 1]?.step ?? 0) + 1) / ((kept[k - 1]?.step ?? 0) + 1);
    let min = 1;
    for (let k = 2; k < kept.length - 1; k++) if (gap(k) < gap(min)) min = k;
    bytes -= kept[min]?.bytes.length ?? 0;
    kept.splice(min, 1);
  }
  return kept;
}

/** The moment whose step is nearest to one asked for; undefined where none is kept. */
export const nearestSnapshot = (moments: readonly Snapshot[], step: number): Snapshot | undefined =>
  [...moments].sort((a, b) => Math.abs(a.step - step) - Math.abs(b.step - step))[0];
