import { createLearner } from "../algorithms/createLearner.ts";
import type { Learner } from "../algorithms/learner.ts";
import type { ConceptTask } from "./concept.bayes.ts";
import type { DocumentTask } from "./document.bayes.ts";
import { familyOf } from "./families.ts";

/** What learners may know of the prompts: their family (linear if it is not said), and the numbers that Bayes needs. */
export type LearnerTask =
  | { readonly family?: "linear"; readonly sigma: number; readonly tau: number }
  | { readonly family: "halfspace" | "symbols" }
  | ({ readonly family: "concept" } & ConceptTask)
  | ({ readonly family: "document" } & DocumentTask);

/**
 * The learner of an id such as "ridge(0.1)" or "ridge(1/9)"; `task` is what Bayes must know. Rejects with one sentence if
 * there is none.
 */
export async function learnerById(id: string, task: LearnerTask): Promise<Learner> {
  const { bayes } = await familyOf({ family: "linear", ...task }).engine();
  return createLearner(id, { ...task, ...(bayes && { bayes: () => bayes({ ...task }) }) });
}
