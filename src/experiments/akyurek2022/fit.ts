import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** Fig 1 of Akyürek et al. 2022: which algorithm a deep transformer answers like, with 1…N exemplars. */
export const fit: ExperimentDefinition = {
  name: "fit",
  title: "Least squares, by number of exemplars",
  paper: akyurek2022,
  figure: "Fig 1",
  question: "Which textbook algorithm does a deep transformer answer like, with few exemplars and with many?",
  scale: { here: "D8 N20 L8 H64 K4, three seeds", paper: "D8 N40, L16 H512 K4" },
  notebook: { file: "02-whose-answers", title: "Whose answers are these?" },
  figures: async () => (await import("./fit.figures.ts")).fitFigures,
  engine: async () => (await import("./fit.engine.ts")).fitEngine,
};
