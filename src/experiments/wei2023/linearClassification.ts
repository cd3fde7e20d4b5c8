import type { ExperimentDefinition } from "../experiment.ts";
import { wei2023 } from "./paper.ts";

/** Fig 8 of Wei et al. 2023: Algorithm 1 as printed, and with signs, on transformers that are trained on it. */
export const linearClassification: ExperimentDefinition = {
  name: "linear-classification",
  title: "Linear classification: how many dimensions?",
  paper: wei2023,
  figure: "Wei et al. 2023, Fig 8",
  question:
    "Thirty-two exemplars of two classes, then an x: in how many dimensions does a transformer still tell which side it is on? (An analogue: the paper’s are language models that read numbers as text.)",
  scale: {
    here: "D 2, 8, 16, 32 exemplars, the class of each by a coin; L2 H8 to L4 H32, trained on such prompts, 1,000 steps each; eight seeds",
    paper: "language models never trained on such prompts, D 1 to 64, 16 exemplars a class, 100 prompts each",
  },
  notebook: { file: "12-linear-classification", title: "Linear classification: how many dimensions?" },
  quote: {
    text: "large-enough language models can even perform linear classification in a SUL-ICL setting",
    source: "Wei et al. 2023, abstract",
    here: "Here small transformers read numbers as numbers, and were trained on such prompts, which theirs were not.",
  },
  terms: [
    ["two classes", "y = 1 where ⟨a, x⟩ > t and −1 elsewhere; x, a and p are drawn from 1 … 1000, and t = ⟨a, p⟩"],
    ["as printed", "every number of a is positive, as in the paper’s Algorithm 1"],
    ["with signs", "every number of a has a sign of its own, so that only exemplars tell the direction"],
    [
      "by a coin",
      "each exemplar's class is drawn by itself; with exactly half of each, as in the paper, a transformer that is trained at every position can count labels",
    ],
    ["Bayes", "the best answer from the exemplars, by sampling planes that agree with all of them"],
    ["sum of x", "a threshold on the sum of x, halfway between the classes’ means; it has no direction to learn"],
    ["SVM", "a support vector machine, scikit-learn’s defaults: C = 1; the polynomial kernel is of degree 3"],
    ["L, H", "layers, and numbers a token has in each (the hidden size)"],
  ],
  figures: async () => (await import("./linearClassification.figures.ts")).linearClassificationFigures,
  engine: async () => (await import("./linearClassification.engine.ts")).linearClassificationEngine,
};
