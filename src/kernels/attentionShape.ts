import type { AttentionKindId } from "./attentionKinds.ts";
import { checkShape, checkSize } from "./checkShape.ts";

/** B sequences of T tokens; K heads. Token t reads tokens 0…min(t, prefix − 1) and itself; prefix = T is plain causal. Mutual: 0…prefix − 1 and itself. */
export interface AttentionShape {
  readonly batch: number; // B
  readonly tokens: number; // T
  readonly heads: number; // K
  readonly prefix: number; // P: tokens from P on are alternatives to one another, each after the same prefix
  readonly mutual: boolean; // tokens before the prefix read those after them too
  readonly kind: AttentionKindId;
}

/** Throws one sentence if qkv is not [B T, 3 H] of the B, T and K of an attention, K a divisor of H. */
export function checkAttention(qkv: readonly number[], { batch, tokens, heads, prefix }: AttentionShape): void {
  checkSize("attention", "batch", batch, 1);
  checkSize("attention", "tokens", tokens, 1);
  checkSize("attention", "heads", heads, 1);
  checkSize("attention", "prefix", prefix, 0, tokens);
  checkShape("attention", "qkv", qkv, [batch * tokens, null]);
  if ((qkv[1] as number) % (3 * heads) === 0) return;
  throw new RangeError(`invalid attention: expected queries, keys and values of ${heads} heads, got ${qkv[1]} columns`);
}
