import { comparedIds } from "../algorithms/learnerSets.ts";
import { naturalShare, tuning } from "./naturalSettings.ts";
import { integer, number, oneOf, shared } from "./setting.ts";
import { taskFamily } from "./taskFamily.ts";

/** Two classes whose labels are vectors that may mean the task, for symbol tuning (Wei, Hou et al. 2023). */
export const symbols = taskFamily({
  id: "symbols",
  name: "Labels as symbols",
  hint: "y is one of two classes, written as vectors",
  settings: {
    dim: shared.dim,
    exemplars: shared.exemplars,
    sigma: shared.sigma,
    natural: naturalShare("prompts whose labels mean the task"),
    instructed: number({
      min: 0,
      max: 1,
      default: 0.5,
      label: "Instructed share",
      hint: "prompts that begin with an instruction",
    }),
    symbolSize: integer({
      min: 2,
      max: 256,
      default: 4,
      label: "Symbol size M",
      hint: "numbers a label is written in",
    }),
    symbols: oneOf({
      options: ["gaussian", "cube", "pairs"],
      default: "gaussian",
      label: "Symbols",
      hint: "how symbols without a meaning are drawn",
    }),
    tuning: tuning("number of last steps on only arbitrary symbols, without instructions"),
  },
  labels: "symbol",
  scale: ({ dim }) => dim,
  tuned: { natural: 0, instructed: 0 }, // as in symbol tuning (Wei, Hou et al. 2023, §2)
  compared: () => comparedIds.filter((id) => id !== "bayes"), // there is no Bayes predictor in closed form
  glossary: [
    ["symbol", "a vector that stands for a label"],
    ["arbitrary", "of symbols: they have no meaning for the task"],
  ],
  python: new URL("./symbols.py", import.meta.url),
  engine: async () => ({ sample: (await import("./symbols.engine.ts")).sampleSymbols }),
});
