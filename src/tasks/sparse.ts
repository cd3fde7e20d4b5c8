import { comparedIds } from "../algorithms/learnerSets.ts";
import { integer, shared } from "./setting.ts";
import { countSupports, MAX_SUPPORTS } from "./sparse.supports.ts";
import { taskFamily } from "./taskFamily.ts";

/** Linear regression whose w has few nonzero coordinates (Garg et al. 2022). */
export const sparse = taskFamily({
  id: "sparse",
  name: "Sparse weights",
  hint: "y = wᵀx, w mostly zeros",
  settings: {
    ...shared,
    tau: { ...shared.tau, hint: "nonzero weights ~ N(0, τ²)" },
    nonzero: integer({ min: 1, max: 256, default: 2, label: "Nonzero weights s", hint: "others of w are 0" }),
  },
  labels: "scalar",
  conflicts: ({ nonzero, dim }) =>
    nonzero > dim ? { setting: "nonzero", problem: `must be at most prompts.dim ${dim}, got ${nonzero}` } : undefined,
  // As in all linear families. The variance of y is s τ²: always answering zero has an error of s / D.
  scale: ({ dim, tau }) => dim * tau ** 2,
  compared: ({ dim, nonzero }) => [
    ...comparedIds.filter((id) => id !== "bayes" || countSupports(dim, nonzero) <= MAX_SUPPORTS.byDefault),
    "lasso(0.001)",
    "lasso(0.01)",
    "lasso(0.1)",
  ],
  glossary: [["sparse", "of task weights w: most of them are 0"]],
  python: new URL("./sparse.py", import.meta.url),
  async engine() {
    const [{ sampleSparse }, { sparseBayes }] = await Promise.all([
      import("./sparse.engine.ts"),
      import("./sparse.bayes.ts"),
    ]);
    return { sample: sampleSparse, bayes: sparseBayes };
  },
});
