import { signal } from "@preact/signals";
import { type Exemplar, firstAlgorithms, firstPrompt, type HeldAlgorithms } from "../route/linePrompt.ts";
import { address, go } from "../route/navigation.ts";
import { firstPlane, type PlaneExemplar, type Rival } from "../route/planePrompt.ts";
import { type Whose, whose } from "../route/shownSource.ts";
import { momentShown } from "./currentRun.ts";
import { type Player, players } from "./promptModel.ts";
import { ownPlayer, takenPlayer } from "./promptModels.ts";

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

/** Whether Play holds prompts of two dimensions: as the link says, or else as it was left. */
function showsPlane(): boolean {
  const { plane, against, prompt } = address.value;
  return plane !== undefined || against !== undefined || (prompt === undefined && leftAtPlane.value);
}

/** All that can be asked prompts of the dimensions that Play shows, by whose they are. */
export function playersShown(): ReadonlyMap<Whose, Player> {
  const two = showsPlane();
  const all: readonly (readonly [Whose, Player | undefined])[] = [
    ["page", two ? players.plane : players.line],
    ["tab", ownPlayer.value],
    ["runs", takenPlayer.value?.player],
  ];
  return new Map(
    all.flatMap(([who, player]) => (player?.config.prompts.dim === (two ? 2 : 1) ? [[who, player] as const] : [])),
  );
}

/** The transformer that Play shows. */
export function shownPlayer(): Player {
  const all = playersShown();
  return all.get(whose.value) ?? (all.get("page") as Player);
}

/** Asks another in Play, of whatever dimensions. */
export function playWith(who: "tab" | "runs"): void {
  whose.value = who;
  const player = who === "tab" ? ownPlayer.value : takenPlayer.value?.player;
  showPlane(player?.config.prompts.dim === 2);
}

/** Whether a player is the page's own, of which a link can say the moment. */
export const isOfPage = (player: Player): boolean => player === players.line || player === players.plane;

/** Which moment of a player is shown: the one that the link says, of the run of this tab the one that every view shows, or the last. */
export function stepShown(player: Player, steps: readonly number[], linked: number | undefined): number {
  const asked = isOfPage(player) ? linked : player === ownPlayer.value ? momentShown.value : undefined;
  return nearestTo(asked ?? Number.POSITIVE_INFINITY, steps);
}

/** Shows another moment of a player, and gives what the link then says: of a run that it cannot hold, nothing new. */
export function showStep(
  player: Player,
  steps: readonly number[],
  linked: number | undefined,
  to: number,
): { readonly at?: number } {
  if (isOfPage(player)) return { at: to };
  if (player === ownPlayer.value && to !== stepShown(player, steps, linked))
    momentShown.value = to >= (steps.at(-1) as number) ? undefined : to;
  return linked === undefined ? {} : { at: linked };
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
