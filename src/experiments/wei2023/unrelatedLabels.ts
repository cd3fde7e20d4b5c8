import type { ExperimentDefinition } from "../experiment.ts";
import { wei2023 } from "./paper.ts";
import { symbolTerms } from "./symbolTerms.ts";

/** Fig 3 to 5 of Wei et al. 2023, in a linear world: labels that mean the task, and labels that mean nothing. */
export const unrelatedLabels: ExperimentDefinition = {
  name: "unrelated-labels",
  title: "Semantically unrelated labels: “Foo” and “Bar”",
  paper: wei2023,
  figure: "Wei et al. 2023, Fig 3 to 5",
  question:
    "Where labels mean nothing and must be learned from the exemplars, how much does a transformer lose, by its size? (An analogue: the paper’s models are language models.)",
  scale: {
    here: "D2 N16, labels of 4 numbers, 90 % natural; L2 H8 to L4 H32, 1,500 steps each; eight seeds",
    paper: "language models of .35 to 540 billion parameters, seven data sets, 1 to 16 exemplars a class",
  },
  notebook: { file: "13-unrelated-labels", title: "Labels that mean nothing: “Foo” and “Bar”" },
  quote: {
    text: "The ability to do SUL-ICL also emerges primarily with scale",
    source: "Wei et al. 2023, abstract, of in-context learning with semantically unrelated labels",
    here: "Here a label is a vector: natural where it means the task, arbitrary where it means nothing.",
  },
  terms: [...symbolTerms, ["Bayes", "the best answer of one who knows no label’s meaning"]],
  figures: async () => (await import("./unrelatedLabels.figures.ts")).unrelatedLabelsFigures,
  engine: async () => (await import("./unrelatedLabels.engine.ts")).unrelatedLabelsEngine,
};
