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
    classes: oneOf({
      options: ["balanced", "independent"],
      default: "balanced",
      label: "Classes",
      hint: "half of each, or each by a coin",
    }),
  },
  labels: "scalar",
  conflicts: ({ exemplars, classes }) =>
    exemplars % 2 === 0 || classes === "independent"
      ? undefined
      : {
          setting: "exemplars",
          problem: `must be even if prompts.family is "halfspace" and prompts.classes is "balanced", got ${exemplars}`,
        },
  scale: ({ dim }) => dim,
  compared: () => comparedIds.filter((id) => id !== "bayes"), // not in closed form: by sampling, which takes long
  glossary: [],
  python: new URL("./halfspace.py", import.meta.url),
  engine: async () => {
    const [{ sampleHalfspace }, { halfspaceBayes }] = await Promise.all([
      import("./halfspace.engine.ts"),
      import("./halfspace.bayes.ts"),
    ]);
    return {
      sample: sampleHalfspace,
      bayes({ coefficients, classes }) {
        if (coefficients === "signed" && classes === "independent") return halfspaceBayes();
        throw new Error(
          `invalid prompts: bayes needs prompts.coefficients "signed" and prompts.classes "independent", got "${coefficients}" and "${classes}"`,
        );
      },
    };
  },
});
