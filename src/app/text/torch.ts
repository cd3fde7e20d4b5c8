/** Words of torch. */
export const torch = {
  copy: "Copy as PyTorch",
  save: "PyTorch (.py)",
  hint: (file: string) =>
    `A script that rebuilds the transformer from ${file}, beside it, draws the same prompts, and answers them`,
} as const;
