import { comparedIds } from "../algorithms/learnerSets.ts";
import { oneOf, shared } from "./setting.ts";
import { taskFamily } from "./taskFamily.ts";

/** Linear regression: y = wᵀx + noise (Akyürek et al. 2022). */
export const linear = taskFamily({
  id: "linear",
  name: "Linear regression",
  hint: "y = wᵀx",
  settings: {
    ...shared,
    taskWeights: oneOf({
      options: ["drawn", "ones"],
      default: "drawn",
      label: "Task weights w",
      hint: "drawn for each prompt, or 1 in all of them",
    }),
  },
  labels: "scalar",
  scale: ({ dim, tau }) => dim * tau ** 2,
  compared: () => comparedIds,
  glossary: [],
  python: new URL("./linear.py", import.meta.url),
  async engine() {
    const [{ sampleLinear }, { bayes }] = await Promise.all([
      import("./linear.engine.ts"),
      import("./linear.bayes.ts"),
    ]);
    return { sample: sampleLinear, bayes };
  },
});
