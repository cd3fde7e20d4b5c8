import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** The same phases as Fig 3's, over training time. Ours: the paper looks at trained models only. */
export const emergence: ExperimentDefinition = {
  name: "emergence",
  title: "The same phases, over training",
  paper: akyurek2022,
  figure: "ours",
  question: "Which algorithms does a transformer pass through while it is trained?",
  scale: { here: "D5 N15 L4 H64 K4, three seeds", paper: "not in the paper" },
  notebook: { file: "06-phases-over-training", title: "Phases over training" },
  figures: async () => (await import("./emergence.figures.ts")).emergenceFigures,
  engine: async () => (await import("./emergence.engine.ts")).emergenceEngine,
};
