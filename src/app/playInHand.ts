import { signal } from "@preact/signals";
import { firstPlane, type PlaneExemplar, type Rival } from "./heldPlane.ts";
import { type Exemplar, firstAlgorithms, firstPrompt, type HeldAlgorithms } from "./heldPrompt.ts";
import { address, go } from "./inHand.ts";
import { type Player, players } from "./player.ts";

/** What Play has in hand, of one dimension: all that its link says. */
export interface LineInHand {
  readonly prompt: readonly Exemplar[];
  readonly beside: HeldAlgorithms;
  readonly at?: number;
  readonly before?: number | undefined;
}

/** The same of two. */
export interface PlaneInHand {
  readonly plane: readonly PlaneExemplar[];
  readonly beside: HeldAlgorithms;
  readonly against: Rival;
  readonly at?: number;
  readonly before?: number | undefined;
}

/** What was in hand when Play was left, of either. */
export const keptLine = signal<LineInHand>({ prompt: firstPrompt, beside: firstAlgorithms });
export const keptPlane = signal<PlaneInHand>({ plane: firstPlane, beside: firstAlgorithms, against: "ridge" });
const leftAtPlane = signal(false);

/** The transformer that Play shows: what the link says, or else what was left. */
export function shownPlayer(): Player {
  const { plane, against, prompt } = address.value;
  if (plane !== undefined || against !== undefined) return players.plane;
  return prompt === undefined && leftAtPlane.value ? players.plane : players.line;
}

/** Takes in hand what was kept, of one dimension or of two. */
export function showPlane(two: boolean): void {
  leftAtPlane.value = two;
  go({ view: "play", ...(two ? keptPlane.value : keptLine.value) });
}

/** Keeps what a link or a change has put in hand, for when Play is come back to. */
export function keepLine(line: LineInHand): void {
  keptLine.value = line;
  leftAtPlane.value = false;
}

export function keepPlane(plane: PlaneInHand): void {
  keptPlane.value = plane;
  leftAtPlane.value = true;
}

/** The kept moment nearest to a step. */
export const nearestTo = (at: number, steps: readonly number[]): number =>
  steps.reduce((best, step) =>
    Math.abs(Math.min(at, 1e12) - step) < Math.abs(Math.min(at, 1e12) - best) ? step : best,
  );
