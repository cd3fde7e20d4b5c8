/** The number of numbers per label: M for symbols, otherwise one. */
export const symbolSizeOf = (prompts: object): number =>
  "symbolSize" in prompts && typeof prompts.symbolSize === "number" ? prompts.symbolSize : 1;
