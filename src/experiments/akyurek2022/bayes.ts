import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** Fig 2 of Akyürek et al. 2022: trained with noise, a transformer answers like the ridge regression that is optimal for it. */
export const bayes: ExperimentDefinition = {
  name: "bayes",
  title: "Trained with noise, it regularises",
  paper: akyurek2022,
  figure: "Fig 2",
  question: "Does a transformer trained on noisy prompts answer like the Bayes predictor of that noise?",
  scale: { here: "D4 N8 L4 H64 K4, three seeds", paper: "D8 N40, L16 H512 K4" },
  notebook: { file: "04-trained-with-noise", title: "Trained with noise" },
  figures: async () => (await import("./bayes.figures.ts")).bayesFigures,
  engine: async () => (await import("./bayes.engine.ts")).bayesEngine,
};
