import type { Evaluation } from "./evaluations.ts";

/** One step of the story: why this evaluation was chosen, and what it shows. */
export interface StoryStep {
  readonly kind: "start" | "nearest" | "tenth" | "lambda" | "end";
  readonly evaluation: Evaluation;
  readonly before?: string; // id of what it was nearest to until then
}

const STEPS = 5;
const LAMBDA = 1;

/**
 * The story of a run in at most five evaluations: the first, those at which the nearest algorithm changes (the first change,
 * the last, and one between), then those at which the distance or the effective λ has fallen, and the last.
 */
export function storyOf(evaluations: readonly Evaluation[]): StoryStep[] {
  const first = evaluations[0];
  const last = evaluations.at(-1);
  if (!first || !last || first === last) return [];
  const story: StoryStep[] = [{ kind: "start", evaluation: first }];
  const inside = evaluations.slice(1, -1);
  const changes = changesOf(evaluations).filter(({ evaluation }) => evaluation !== last);
  const middle = changes[Math.floor(changes.length / 2)];
  const candidates = [changes[0], changes.at(-1), middle, ...fallsOf(first, last, inside)];
  for (const each of candidates) {
    if (story.length === STEPS - 1) break;
    if (each && !story.some(({ evaluation }) => evaluation === each.evaluation)) story.push(each);
  }
  story.sort((a, b) => a.evaluation.step - b.evaluation.step);
  return [...story, { kind: "end", evaluation: last }];
}

/** The step of the story that an evaluation belongs to: the last one until then, if both have the same nearest algorithm. */
export function storyStepAt(story: readonly StoryStep[], { step, nearest }: Evaluation): StoryStep | undefined {
  const last = story.findLast(({ evaluation }) => evaluation.step <= step);
  return last?.evaluation.nearest === nearest ? last : undefined;
}

/** Ids the run was nearest to, in the order of time, undecided evaluations left out. */
export function nearestInOrder(evaluations: readonly Evaluation[]): string[] {
  const ids = evaluations.map(({ nearest }) => nearest).filter((id) => id !== "undecided");
  return ids.filter((id, k) => id !== ids[k - 1]);
}

function changesOf(evaluations: readonly Evaluation[]): StoryStep[] {
  const changes: StoryStep[] = [];
  let before: string | undefined;
  for (const evaluation of evaluations) {
    if (evaluation.nearest === "undecided") continue;
    if (before !== undefined && evaluation.nearest !== before) changes.push({ kind: "nearest", evaluation, before });
    before = evaluation.nearest;
  }
  return changes;
}

function fallsOf(first: Evaluation, last: Evaluation, inside: readonly Evaluation[]): (StoryStep | undefined)[] {
  const begin = first.to.get(last.closest);
  const tenth = inside.find(({ to }) => begin !== undefined && (to.get(last.closest) ?? begin) <= begin / 10);
  const lambda =
    first.effectiveLambda > LAMBDA ? inside.find(({ effectiveLambda }) => effectiveLambda <= LAMBDA) : undefined;
  return [
    tenth && { kind: "tenth", evaluation: tenth, before: last.closest },
    lambda && { kind: "lambda", evaluation: lambda },
  ];
}
