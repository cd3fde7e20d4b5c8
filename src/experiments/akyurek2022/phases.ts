import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** Fig 3 of Akyürek et al. 2022: from gradient descent by way of ridge regression to least squares, as models grow. */
export const phases: ExperimentDefinition = {
  name: "phases",
  title: "Deeper and wider: other algorithms",
  paper: akyurek2022,
  figure: "Fig 3",
  question: "Which algorithm does a transformer answer like as it gets more layers, or a larger hidden size?",
  scale: { here: "D5 N15; L 1…8 at H64, H 8…128 at L4; three seeds", paper: "D8 and D16, L 1…16, H 16…1024" },
  notebook: { file: "05-deeper-and-wider", title: "Deeper and wider" },
  figures: async () => (await import("./phases.figures.ts")).phasesFigures,
  engine: async () => (await import("./phases.engine.ts")).phasesEngine,
};
