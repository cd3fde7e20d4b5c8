import { parseId } from "../algorithms/algorithm.ts";
import { algorithms, allAlgorithms } from "../algorithms/algorithms.ts";
import type { TaskFamily } from "./taskFamily.ts";
import { type FamilyId, type PromptSettings, taskFamilies } from "./tasks.ts";

const added: TaskFamily[] = [];

/** Every task family: built-in ones, then added ones. */
export const allFamilies = (): readonly TaskFamily[] => [...taskFamilies, ...added];

/** Adds a task family that has been checked (extensions/addTaskFamily.ts). */
export const registerFamily = (family: TaskFamily): void => void added.push(family);

/** The task family of a name; undefined if there is none. */
export const familyById = (id: unknown): TaskFamily | undefined => allFamilies().find((each) => each.id === id);

/** The task family of prompts. Throws one sentence if there is none with that name. */
export function familyOf({ family: id }: { readonly family: string }): TaskFamily {
  const family = familyById(id);
  if (family) return family;
  throw new Error(
    `unknown task family ${id}: expected one of ${allFamilies()
      .map((each) => each.id)
      .join(", ")}`,
  );
}

/** The settings of prompts of a given family. Throws one sentence if they are of another family. */
export function promptsOf<Id extends FamilyId>(
  { prompts }: { readonly prompts: PromptSettings },
  family: Id,
): Extract<PromptSettings, { readonly family: Id }> {
  if (prompts.family === family) return prompts as Extract<PromptSettings, { readonly family: Id }>;
  throw new Error(`invalid prompts.family: must be "${family}" here, got "${prompts.family}"`);
}

/** Ids of the algorithms that learners of these prompts are compared with by default. */
export const comparedWith = (prompts: PromptSettings): readonly string[] => [
  ...familyOf(prompts).compared(prompts),
  ...allAlgorithms().flatMap(({ compared = [] }) => compared),
];

/** Whether the algorithm of an id and the task family of prompts are built-in, so that every thread knows them. */
export const isBuiltIn = (id: string, prompts: PromptSettings): boolean =>
  algorithms.some((each) => each.id === parseId(id).name) && taskFamilies.some((each) => each.id === prompts.family);

/** What squared differences of answers to these prompts are divided by. */
export const scaleOf = (prompts: PromptSettings): number => familyOf(prompts).scale(prompts);

/** Standard deviations of the task weights and of the noise, of prompts of any family: 1 and 0 if it has none. */
export function deviationsOf(prompts: PromptSettings): { readonly tau: number; readonly sigma: number } {
  return { tau: "tau" in prompts ? prompts.tau : 1, sigma: "sigma" in prompts ? prompts.sigma : 0 };
}

/** How many of the last training steps are on only one kind of prompt; 0 in a family without this setting. */
export const tuningOf = (prompts: PromptSettings): number => ("tuning" in prompts ? prompts.tuning : 0);
