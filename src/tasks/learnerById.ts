import { createLearner } from "../algorithms/createLearner.ts";
import type { Learner } from "../algorithms/learner.ts";
import { familyOf } from "./families.ts";
import type { FamilyId, PromptSettings } from "./tasks.ts";

/** What learners may know about the prompts: their family (default: linear), and the settings that Bayes needs. */
export type LearnerTask =
  | { readonly family?: "linear"; readonly sigma: number; readonly tau: number }
  | TaskOf<Exclude<FamilyId, "linear">>;

/** What learners may know about the prompts of a family. */
export type TaskOf<Id extends FamilyId> = Id extends FamilyId
  ? { readonly family: Id } & Partial<Omit<Extract<PromptSettings, { readonly family: Id }>, "family">>
  : never;

/**
 * The learner of an id such as "ridge(0.1)" or "ridge(1/9)"; `task` is what Bayes must know. Rejects with one sentence if
 * there is none.
 */
export async function learnerById(id: string, task: LearnerTask): Promise<Learner> {
  const { bayes } = await familyOf({ family: "linear", ...task }).engine();
  return createLearner(id, { ...task, ...(bayes && { bayes: () => bayes({ ...task }) }) });
}
