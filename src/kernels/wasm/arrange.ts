/** The first and the last call that need some data, and its size. */
export interface Lifetime {
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
}

/** Offsets in one block of memory, in the order of the begins of spans; each is the lowest that is free during its span. */
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
