/** How many numbers a label of the prompts is: M of a symbol, otherwise one. */
export const symbolSizeOf = (prompts: object): number =>
  "symbolSize" in prompts && typeof prompts.symbolSize === "number" ? prompts.symbolSize : 1;
