/** An attention kind in words. How its weights follow from the scores is in each engine, under the same id. */
interface AttentionKind {
  readonly hint: string;
}

/** The attention kinds, by id. */
export const attentionKinds = {
  softmax: { hint: "a token’s weights are the softmax of its scores" },
  linear: { hint: "its weights are the scores themselves" },
} as const satisfies Readonly<Record<string, AttentionKind>>;

export type AttentionKindId = keyof typeof attentionKinds;

export const attentionKindIds = Object.keys(attentionKinds) as [AttentionKindId, ...AttentionKindId[]];
