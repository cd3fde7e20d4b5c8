import type { Paper } from "../experiment.ts";

export const akyurek2022: Paper = {
  text: "Akyürek, Schuurmans, Andreas, Ma, Zhou (2022). What learning algorithm is in-context learning? Investigations with linear models. arXiv:2211.15661.",
  note: "the question, SPD, ILWD, and the algorithms compared",
};
