import type { FigureChoice } from "../plots/figureChoice.ts";

/** Which of the transformers: all, or those of one size. */
export const sizeChoice: FigureChoice = {
  name: "size",
  label: "Transformers",
  of: ({ layers, hiddenSize }) => (layers === undefined ? undefined : `L${layers} H${hiddenSize}`),
};

/** After how many exemplars, at first `first`. */
export const exemplarsChoice = (first: number): FigureChoice => ({
  name: "exemplars",
  label: "Exemplars",
  describe: (count) => `${count} before the query`,
  of: ({ exemplars }) => exemplars,
  first,
});
