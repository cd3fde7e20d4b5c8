import type { ExperimentDefinition } from "../experiment.ts";
import { wei2023 } from "./paper.ts";

/** Fig 2 and 7 of Wei et al. 2023, in a linear world: exemplars that contradict what the parameters know. */
export const flippedLabels: ExperimentDefinition = {
  name: "flipped-labels",
  title: "Flipped labels: the prior, or the prompt?",
  paper: wei2023,
  figure: "Wei et al. 2023, Fig 2 and 7",
  question:
    "Where exemplars contradict what the parameters know, which does a transformer follow? (An analogue: the paper’s models are language models.)",
  scale: {
    here: "D4 N16 σ½, 98 % natural prompts; L 2 and 4, H 8, 16 and 32, 3,000 steps each; eight seeds",
    paper: "language models of .35 to 540 billion parameters, seven data sets, 16 exemplars a class",
  },
  notebook: { file: "11-flipped-labels", title: "Flipped labels: the prior, or the prompt?" },
  quote: {
    text: "While small language models ignore flipped labels presented in-context and thus rely primarily on semantic priors from pretraining, large models can override semantic priors when presented with in-context exemplars that contradict priors",
    source: "Wei et al. 2023, abstract",
    here: "Here the prior is a w₀ that most prompts of training share, and a flipped label is −y. That a transformer follows −y does not show that it learns a mapping. The figure by angle does.",
  },
  terms: [
    ["concept", "w₀ = (1, …, 1): the task that most prompts of training share, and that the parameters may learn"],
    ["natural", "a prompt whose w is the concept, or near it: 98 % of training"],
    ["free", "a prompt whose w has nothing to do with the concept: 2 % of training, the only reason to read exemplars"],
    ["flipped", "an exemplar of the concept whose y is shown as −y; the answer is scored on labels as they were"],
    [
      "angle",
      "between a task's w and the concept: 0° is the concept, 180° the concept with all labels flipped, 90° a task that the concept says nothing about",
    ],
    ["the prior alone", "answers w₀ᵀx, whatever it is shown"],
    ["Bayes", "the best answer: weighs natural against free by how likely each makes the exemplars"],
    ["tuned", "trained on natural prompts alone for the last third of its steps: the analogue of instruction tuning"],
    ["L, H", "layers, and numbers a token has in each (the hidden size)"],
  ],
  figures: async () => (await import("./flippedLabels.figures.ts")).flippedLabelsFigures,
  engine: async () => (await import("./flippedLabels.engine.ts")).flippedLabelsEngine,
};
