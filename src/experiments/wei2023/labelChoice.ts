import type { FigureChoice } from "../../plots/figureChoice.ts";

const kinds: Readonly<Record<string, string>> = {
  natural: "natural: ±Aw, they mean the task",
  gaussian: "arbitrary, as drawn in training",
  cube: "arbitrary, corners of a cube: never trained",
  pairs: "arbitrary, sums of two unit vectors: never trained",
  flipped: "flipped: they mean the opposite",
};

/** Which labels prompts have. */
export const labelChoice: FigureChoice = {
  name: "labels",
  label: "Labels",
  describe: (kind) => kinds[kind] ?? String(kind),
  of: ({ labels }) => labels,
};
