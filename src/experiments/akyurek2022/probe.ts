import type { ExperimentDefinition } from "../experiment.ts";
import { akyurek2022 } from "./paper.ts";

/** Fig 4 and 5 of Akyürek et al. 2022: whether hidden states hold XᵀY and the weights of least squares, and from which layer on. */
export const probe: ExperimentDefinition = {
  name: "probe",
  title: "What the layers know",
  paper: akyurek2022,
  figure: "Fig 4 and 5",
  question: "Can XᵀY and the weights of least squares be read from the hidden states, and from which layer on?",
  scale: {
    here: "D4 N10 L8 H64 K4, after 8 exemplars, three seeds",
    paper: "D4 N40, L16 H512, after every number of exemplars",
  },
  notebook: { file: "07-what-the-layers-know", title: "What the layers know" },
  figures: async () => (await import("./probe.figures.ts")).probeFigures,
  engine: async () => (await import("./probe.engine.ts")).probeEngine,
};
