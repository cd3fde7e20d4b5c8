import { signal } from "@preact/signals";
import { parseId } from "../../algorithms/algorithm.ts";
import type { PromptAnswers } from "../../inspect/askPrompt.ts";

/** Which learners the user switched on or off in the figure, by the name in their id. */
const choices = signal<ReadonlyMap<string, boolean>>(new Map());

const SAME = 1e-4; // of answers that are drawn on each other

/** Whether a learner has a line in the figure. Without a choice all have one, except Bayes if ridge regression answers the same. */
export function isShown(id: string, { curves }: Pick<PromptAnswers, "curves">): boolean {
  const { name } = parseId(id);
  const choice = choices.value.get(name);
  if (choice !== undefined || name !== "bayes") return choice ?? true;
  const ridge = Object.entries(curves).find(([other]) => parseId(other).name === "ridge")?.[1];
  return !ridge || !(curves[id] ?? ridge).every((value, m) => Math.abs(value - (ridge[m] as number)) < SAME);
}

/** Shows a learner in the figure, or hides it. */
export function show(id: string, shown: boolean): void {
  choices.value = new Map([...choices.value, [parseId(id).name, shown]]);
}
