import { comparedIds } from "../algorithms/learnerSets.ts";
import { integer, number, shared } from "./setting.ts";
import { noiseConflict, taskFamily } from "./taskFamily.ts";

/** Linear prompts that begin with a document, relevant or not, for retrieval (Ram et al. 2023). */
export const document = taskFamily({
  id: "document",
  name: "A document first",
  hint: "a document comes first",
  settings: {
    ...shared,
    document: integer({
      min: 1,
      max: 1024,
      default: 12,
      label: "Document",
      hint: "number of its exemplars, the first of N",
    }),
    relevant: number({
      min: 0,
      max: 1,
      default: 0.5,
      label: "Relevant share p",
      hint: "documents of the prompt’s own task",
    }),
  },
  labels: "scalar",
  conflicts: ({ sigma, document: length, exemplars }) =>
    noiseConflict("document", sigma) ??
    (length > exemplars
      ? { setting: "document", problem: `must be at most prompts.exemplars ${exemplars}, got ${length}` }
      : undefined),
  scale: ({ dim, tau }) => dim * tau ** 2,
  compared: () => comparedIds,
  glossary: [
    ["document", "exemplars put before a prompt’s window"],
    ["window", "the last exemplars, which a reader sees with a document or without"],
    ["relevant", "of a document: its exemplars have the w of the prompt"],
  ],
  python: new URL("./document.py", import.meta.url),
  async engine() {
    const [{ sampleDocument }, { documentBayes }] = await Promise.all([
      import("./document.engine.ts"),
      import("./document.bayes.ts"),
    ]);
    return { sample: sampleDocument, bayes: documentBayes };
  },
});
