import type { Evaluation } from "./evaluations.ts";

/** One step of the story: why this evaluation was chosen, and what it shows. */
export interface StoryStep {
  readonly kind: "start" | "nearest" | "tenth" | "lambda" | "end";
  readonly moment: Evaluation;
  readonly before?: string; // id of what it was nearest to until then
}

const STEPS = 5;
const LAMBDA = 1;

/**
 * The story of a run in at most five moments, chosen from its rows alone: where it begins, where the nearest algorithm
 * changes (the first time, the last, and one between), else where the distance or the effective λ has fallen, where it ends.
 */
export function storyOf(moments: readonly Evaluation[]): StoryStep[] {
  const first = moments[0];
  const last = moments.at(-1);
  if (!first || !last || first === last) return [];
  const story: StoryStep[] = [{ kind: "start", moment: first }];
  const inside = moments.slice(1, -1);
  const changes = changesOf(moments).filter(({ moment }) => moment !== last);
  const middle = changes[Math.floor(changes.length / 2)];
  const candidates = [changes[0], changes.at(-1), middle, ...fallsOf(first, last, inside)];
  for (const each of candidates) {
    if (story.length === STEPS - 1) break;
    if (each && !story.some(({ moment }) => moment === each.moment)) story.push(each);
  }
  story.sort((a, b) => a.moment.step - b.moment.step);
  return [...story, { kind: "end", moment: last }];
}

/** Ids the run was nearest to, in the order of time, undecided moments left out. */
export function nearestInOrder(moments: readonly Evaluation[]): string[] {
  const ids = moments.map(({ nearest }) => nearest).filter((id) => id !== "undecided");
  return ids.filter((id, k) => id !== ids[k - 1]);
}

function changesOf(moments: readonly Evaluation[]): StoryStep[] {
  const changes: StoryStep[] = [];
  let before: string | undefined;
  for (const moment of moments) {
    if (moment.nearest === "undecided") continue;
    if (before !== undefined && moment.nearest !== before) changes.push({ kind: "nearest", moment, before });
    before = moment.nearest;
  }
  return changes;
}

function fallsOf(first: Evaluation, last: Evaluation, inside: readonly Evaluation[]): (StoryStep | undefined)[] {
  const begin = first.to.get(last.closest);
  const tenth = inside.find(({ to }) => begin !== undefined && (to.get(last.closest) ?? begin) <= begin / 10);
  const lambda =
    first.effectiveLambda > LAMBDA ? inside.find(({ effectiveLambda }) => effectiveLambda <= LAMBDA) : undefined;
  return [
    tenth && { kind: "tenth", moment: tenth, before: last.closest },
    lambda && { kind: "lambda", moment: lambda },
  ];
}
