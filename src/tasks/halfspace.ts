import { comparedIds } from "../algorithms/learnerSets.ts";
import { oneOf, shared } from "./setting.ts";
import { taskFamily } from "./taskFamily.ts";

/** Two classes with a half-space between them (Wei et al. 2023, Algorithm 1). */
export const halfspace = taskFamily({
  id: "halfspace",
  name: "Two classes",
  hint: "y is one of two classes",
  settings: {
    dim: shared.dim,
    exemplars: shared.exemplars,
    coefficients: oneOf({
      options: ["positive", "signed"],
      default: "signed",
      label: "Coefficients",
      hint: "all positive, or with signs",
    }),
  },
  labels: "scalar",
  conflicts: ({ exemplars }) =>
    exemplars % 2 === 0
      ? undefined
      : {
          setting: "exemplars",
          problem: `must be even if prompts.family is "halfspace", half of each class, got ${exemplars}`,
        },
  scale: ({ dim }) => dim,
  compared: () => comparedIds.filter((id) => id !== "bayes"), // there is no Bayes predictor in closed form
  glossary: [],
  python: new URL("./halfspace.py", import.meta.url),
  engine: async () => ({ sample: (await import("./halfspace.engine.ts")).sampleHalfspace }),
});
