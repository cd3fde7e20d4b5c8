/** The parameters of a run at one of its evaluations, as a file. */
export interface Snapshot {
  readonly step: number;
  readonly bytes: Uint8Array; // safetensors, in half precision
}

/** The most bytes of memory that the snapshots of a run may use. */
export const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20;

/**
 * The snapshots with one more. If they need more than `max` bytes, snapshots are removed one by one: first the one whose
 * neighbours are nearest to each other, as a ratio of steps. The first and the newest stay.
 */
export function addSnapshot(
  earlier: readonly Snapshot[],
  snapshot: Snapshot,
  max = MAX_SNAPSHOT_BYTES,
): readonly Snapshot[] {
  const snapshots = [...earlier.filter(({ step }) => step < snapshot.step), snapshot];
  let bytes = snapshots.reduce((sum, each) => sum + each.bytes.length, 0);
  while (bytes > max && snapshots.length > 2) {
    const gap = (k: number) => ((snapshots[k + 1]?.step ?? 0) + 1) / ((snapshots[k - 1]?.step ?? 0) + 1);
    let min = 1;
    for (let k = 2; k < snapshots.length - 1; k++) if (gap(k) < gap(min)) min = k;
    bytes -= snapshots[min]?.bytes.length ?? 0;
    snapshots.splice(min, 1);
  }
  return snapshots;
}

/** The snapshot nearest to a step; undefined if there is none. */
export const nearestSnapshot = (snapshots: readonly Snapshot[], step: number): Snapshot | undefined =>
  [...snapshots].sort((a, b) => Math.abs(a.step - step) - Math.abs(b.step - step))[0];
