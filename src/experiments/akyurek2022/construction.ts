import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** Theorems 1 and 2 of Akyürek et al. 2022, and the lemmas under them: parameters set by hand. */
export const construction: ExperimentDefinition = {
  name: "construction",
  title: "Algorithms set by hand",
  paper: akyurek2022,
  figure: "Theorems 1 and 2, Lemmas 4 to 8",
  question: "Can a transformer of this very architecture carry out gradient descent and ridge regression at all?",
  scale: {
    here: "primitives at D2 N4; a gradient step at D5 N10 in two layers; ridge regression at D1 N2, D2 N4 and D3 N6 in 3 N + 1 layers; float32",
    paper: "proofs, for any D, in real numbers",
  },
  notebook: { file: "08-algorithms-by-hand", title: "Algorithms set by hand" },
  figures: async () => (await import("./construction.figures.ts")).constructionFigures,
  engine: async () => (await import("./construction.engine.ts")).constructionEngine,
};
