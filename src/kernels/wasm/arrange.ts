/** From which to which call something has to be kept, and its size. */
export interface Lifetime {
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
}

/** Offsets in one block of memory, in the order of the spans' beginnings, each the lowest that is free all along its span. */
export function allocateSpans<Key>(spans: ReadonlyMap<Key, Lifetime>): {
  readonly offsets: ReadonlyMap<Key, number>;
  readonly bytes: number;
} {
  const offsets = new Map<Key, number>();
  const placed: (Lifetime & { readonly offset: number })[] = []; // by offset
  let bytes = 0;
  for (const [key, span] of [...spans].sort(([, a], [, b]) => a.first - b.first)) {
    let offset = 0;
    for (const other of placed) {
      if (other.last < span.first || other.first > span.last) continue;
      if (offset + span.bytes <= other.offset) break;
      offset = Math.max(offset, other.offset + other.bytes);
    }
    offsets.set(key, offset);
    const next = placed.findIndex((other) => other.offset > offset);
    placed.splice(next < 0 ? placed.length : next, 0, { ...span, offset });
    bytes = Math.max(bytes, offset + span.bytes);
  }
  return { offsets, bytes };
}
