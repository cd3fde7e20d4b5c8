const TOKENS_AT_ONCE = 8192; // prompts are answered in chunks of about this many tokens, to limit memory

/** The number of prompts of N exemplars, each with some queries, that a transformer answers at a time. */
export const promptsAtOnce = (exemplars: number, queries: number): number =>
  Math.max(1, Math.floor(TOKENS_AT_ONCE / (2 * exemplars + queries)));
