const TOKENS_AT_ONCE = 8192; // prompts are answered in chunks of about so many tokens, to bound memory

/** How many prompts of N exemplars, with so many queries each, a transformer answers at a time. */
export const promptsAtOnce = (exemplars: number, queries: number): number =>
  Math.max(1, Math.floor(TOKENS_AT_ONCE / (2 * exemplars + queries)));
