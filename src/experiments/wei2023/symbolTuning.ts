import type { ExperimentDefinition } from "../experiment.ts";
import { weiHou2023 } from "./paper.ts";
import { symbolTerms } from "./symbolTerms.ts";

/** Table 1 and Fig 5 of Wei, Hou et al. 2023, in a linear world: labels that can only be learned from the exemplars. */
export const symbolTuning: ExperimentDefinition = {
  name: "symbol-tuning",
  title: "Symbol tuning: labels that say nothing",
  paper: weiHou2023,
  figure: "Wei, Hou et al. 2023, Table 1 and Fig 5",
  question:
    "Tuned on labels that mean nothing, does a transformer learn to read labels from its exemplars, even labels whose meaning is turned round? (An analogue: the paper’s models are language models.)",
  scale: {
    here: "D2 N16, labels of 4 numbers, 98 % natural; L2 H32, 1,500 steps, then up to 500 of tuning; eight seeds",
    paper: "Flan-PaLM of 8 to 540 billion parameters, tuned on 22 data sets with some 30,000 symbols",
  },
  notebook: { file: "14-symbol-tuning", title: "Symbol tuning: learning to read labels" },
  quote: {
    text: "symbol-tuned models show large improvements in following flipped-labels presented in-context, meaning that they are more capable of using in-context information to override prior semantic knowledge",
    source: "Wei, Hou et al. 2023, abstract",
    here: "Here a symbol is a vector that means nothing, an instruction the task in another language, and tuning the last steps of training.",
  },
  terms: [
    ...symbolTerms,
    ["instructed", "an instruction, Bw, the task in another language, stands ahead of the exemplars"],
    ["tuning", "last steps of training, on arbitrary labels alone: none natural, instructed or flipped"],
    [
      "cube, pairs",
      "arbitrary labels of two kinds that no training has drawn; in four numbers they lie among those that were",
    ],
    [
      "bend, cross",
      "classes parted by a curve, or by two crossing lines, where all training has one line; a line does well on a bend, and is at chance on a cross",
    ],
  ],
  figures: async () => (await import("./symbolTuning.figures.ts")).symbolTuningFigures,
  engine: async () => (await import("./symbolTuning.engine.ts")).symbolTuningEngine,
};
