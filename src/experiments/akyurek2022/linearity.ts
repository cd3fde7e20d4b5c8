import type { ExperimentDefinition } from "../experiment.ts";
import { fit } from "./fit.ts";
import { akyurek2022 } from "./paper.ts";

/** Fig 6 of Akyürek et al. 2022: how far a linear function of the query accounts for the transformer's answers. */
export const linearity: ExperimentDefinition = {
  name: "linearity",
  title: "Is it a linear function?",
  paper: akyurek2022,
  figure: "Fig 6",
  question: "After so many exemplars, is the transformer's answer a linear function of the query?",
  scale: fit.scale,
  notebook: { file: "03-linear-in-the-query", title: "Linear in the query?" },
  figures: async () => (await import("./linearity.figures.ts")).linearityFigures,
  engine: async () => (await import("./linearity.engine.ts")).linearityEngine,
};
