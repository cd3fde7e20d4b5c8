import type { Gradient } from "./gradient.ts";

/**
 * Least and largest number of parts of a batch. A run's number of parts is a setting, independent of the number of workers,
 * so that workers change the speed, never the result.
 */
export const SHARDS_RANGE = [4, 16] as const;

/** A part of a batch: prompts first…first + prompts − 1, as number `index` of its `count` parts. */
export interface Shard {
  readonly first: number;
  readonly prompts: number;
  readonly index: number;
  readonly count: number;
}

/** The gradient of shards from…to − 1 of a batch, summed. */
export interface PartialSum extends Gradient {
  readonly from: number;
  readonly to: number;
}

/** The shards of a batch that begins at prompt `first`: at most `shards`, one per prompt if it has fewer prompts. */
export function shardsOf(first: number, prompts: number, shards: number): Shard[] {
  const count = Math.min(shards, prompts);
  const cut = (k: number) => Math.floor((k * prompts) / count);
  return Array.from({ length: count }, (_, index) => ({
    first: first + cut(index),
    prompts: cut(index + 1) - cut(index),
    index,
    count,
  }));
}

/**
 * Sums the available shards from…to − 1 along one fixed binary tree as far as possible, so that the total has the same
 * bits in every order of computation. Adds into the given arrays.
 */
export function sumBranches(parts: readonly PartialSum[], from: number, to: number): readonly PartialSum[] {
  const total = parts.find((part) => part.from === from && part.to === to);
  if (total) return [total];
  if (to - from < 2) return [];
  const middle = from + Math.ceil((to - from) / 2);
  const [left, right] = [sumBranches(parts, from, middle), sumBranches(parts, middle, to)];
  const [a, b] = [left[0], right[0]];
  const complete = a?.from === from && a.to === middle && b?.from === middle && b.to === to;
  return complete ? [{ ...addTo(a, b), from, to }] : [...left, ...right];
}

/** The sum of all of a batch's shards. */
export function sumOf(parts: readonly PartialSum[], shards: readonly Shard[]): Gradient {
  const [total, ...rest] = sumBranches(parts, 0, shards.length);
  if (!total || rest.length > 0) throw new Error(`invalid shards: the sum of ${shards.length} is not complete`);
  return total;
}

function addTo(a: Gradient, b: Gradient): Gradient {
  const [sum, more] = [a.gradient, b.gradient];
  for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] as number) + (more[j] as number);
  return { loss: a.loss + b.loss, gradient: sum };
}
