import { comparedIds } from "../algorithms/learnerSets.ts";
import { naturalShare, tuning } from "./naturalSettings.ts";
import { number, shared } from "./setting.ts";
import { noiseConflict, taskFamily } from "./taskFamily.ts";

/** Linear prompts in which most w are near one concept, for flipped labels (Wei et al. 2023). */
export const concept = taskFamily({
  id: "concept",
  name: "A shared concept",
  hint: "most prompts share a w",
  settings: {
    ...shared,
    natural: naturalShare("prompts whose w is near w₀ = τ (1, …, 1)"),
    spread: number({
      min: 1e-3,
      max: 1e3,
      default: 0.1,
      label: "Spread of the natural t₀",
      hint: "natural w ~ N(w₀, t₀² τ² I)",
    }),
    tuning: tuning("number of last steps on only natural prompts"),
  },
  labels: "scalar",
  conflicts: ({ sigma }) => noiseConflict("concept", sigma),
  scale: ({ dim, tau }) => dim * tau ** 2,
  tuned: { natural: 1 },
  compared: () => [...comparedIds, "prior"],
  glossary: [
    ["concept", "w₀ = τ (1, …, 1), if most prompts have a w near it"],
    ["natural", "of a prompt: its w is near the concept; of symbols: they mean the task"],
    ["free", "of a prompt: its w can be anywhere, not only near the concept"],
    ["flipped", "shown with −y for y, and scored on the sign of the concept"],
  ],
  python: new URL("./concept.py", import.meta.url),
  async engine() {
    const [{ sampleConcept }, { conceptBayes }] = await Promise.all([
      import("./concept.engine.ts"),
      import("./concept.bayes.ts"),
    ]);
    return { sample: sampleConcept, bayes: conceptBayes };
  },
});
