import type { ExperimentDefinition } from "../experiment.ts";
import { vonOswald2022 } from "./paper.ts";

/** von Oswald et al. 2022, Fig 2 and 3; Zhang, Frei & Bartlett 2023: trained linear attention against gradient descent. */
export const linearAttention: ExperimentDefinition = {
  name: "linear-attention",
  title: "Linear attention is gradient descent",
  paper: vonOswald2022,
  figure: "von Oswald et al. 2022, Fig 2 and 3",
  question:
    "Is a trained layer of linear attention one step of gradient descent, and are two layers two steps of GD++, which changes the x too?",
  scale: {
    here: "D5 N10, D5 N10 σ1, D8 N16; one layer, and two at D5 N10; eight seeds",
    paper: "D10 N10, 1 to 5 layers",
  },
  notebook: { file: "09-linear-attention", title: "Linear attention is gradient descent" },
  figures: async () => (await import("./linearAttention.figures.ts")).linearAttentionFigures,
  engine: async () => (await import("./linearAttention.engine.ts")).linearAttentionEngine,
};
