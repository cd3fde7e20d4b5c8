import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";
import { phases } from "./phases.ts";

/**
 * The other half of Fig 3 of Akyürek et al. 2022 at a dimension of the paper's: in five the road to least squares ends at a
 * hidden size of 64 (`phases`); where there is more to learn it goes on. As in the paper each size has rates of its own.
 */
export const phasesD8: ExperimentDefinition = {
  name: "phases-d8",
  title: "Wider, in eight dimensions",
  paper: akyurek2022,
  figure: "Fig 3",
  question: "Does a larger hidden size bring a transformer nearer to least squares where there are more dimensions?",
  scale: { here: "D8 N16, H 8…128 at L4; rates by hidden size; three seeds", paper: "D8 and D16, H 16…1024" },
  notebook: phases.notebook,
  figures: async () => (await import("./phasesD8.figures.ts")).phasesD8Figures,
  engine: async () => (await import("./phasesD8.engine.ts")).phasesD8Engine,
};
