/** Words of torch. */
export const torch = {
  copy: "Copy as PyTorch",
  program: "Train in PyTorch (.py)",
  programHint: "a program that trains these settings in PyTorch, on a CPU or on GPUs",
  save: "PyTorch (.py)",
  hint: (file: string) =>
    `A script that rebuilds the transformer from ${file}, beside it, draws the same prompts, and answers them`,
} as const;
