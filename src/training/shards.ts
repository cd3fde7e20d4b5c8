import type { Gradient } from "./gradient.ts";

/** Parts a batch is cut into, whatever the number of workers: so that this number changes the speed, never the result. */
export const SHARDS = 4;

/** A part of a batch: prompts first…first + prompts − 1. */
export interface Shard {
  readonly first: number;
  readonly prompts: number;
}

/** The shards of a batch that begins at prompt `first`; fewer than SHARDS where it has fewer prompts. */
export function shardsOf(first: number, prompts: number): Shard[] {
  const cut = (k: number) => Math.floor((k * prompts) / SHARDS);
  return Array.from({ length: SHARDS }, (_, k) => ({ first: first + cut(k), prompts: cut(k + 1) - cut(k) })).filter(
    (shard) => shard.prompts > 0,
  );
}

/** The sum of the shards' losses and gradients, as one fixed tree: neighbours first, then neighbours of those. */
export function sumTree(parts: readonly Gradient[]): Gradient {
  const [first, second] = parts;
  if (!first) throw new Error("invalid shards: wanted at least one, got none");
  if (!second) return first;
  const pairs: Gradient[] = [];
  for (let k = 0; k < parts.length; k += 2) {
    const [a, b] = [parts[k] as Gradient, parts[k + 1]];
    pairs.push(b ? { loss: a.loss + b.loss, gradient: add(a.gradient, b.gradient) } : a);
  }
  return sumTree(pairs);
}

function add(a: Float32Array, b: Float32Array): Float32Array {
  const sum = new Float32Array(a.length);
  for (let j = 0; j < a.length; j++) sum[j] = (a[j] as number) + (b[j] as number);
  return sum;
}
