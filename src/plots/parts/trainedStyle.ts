import type { MarkerShape } from "../../algorithms/algorithm.ts";
import type { RowPlace } from "../../comparison/row.ts";
import { type LearnerStyle, learnerStyle } from "./learnerStyle.ts";

const MARKERS: readonly MarkerShape[] = ["circle", "triangle", "square", "bar", "cross"];

/** Parameters of a transformer's layers, some 12 L H²: attention 4 H², MLP 8 H² each. */
export const parametersOf = ({ layers = 0, hiddenSize = 0 }: RowPlace): number => 12 * layers * hiddenSize ** 2;

/** "L1 H8". */
export const sizeName = ({ layers, hiddenSize }: RowPlace): string => `L${layers} H${hiddenSize}`;

/** How a transformer was trained otherwise than those of `steps` steps: ", tuned", ", 4 × steps"; nothing where it was not. */
export function trainingName({ tuning, step = 0 }: RowPlace, steps: number): string {
  if (tuning) return ", tuned";
  return step > steps ? `, ${Math.round(step / steps)} × steps` : "";
}

/** The look of one transformer among others: colour, width and marker are its size's, everywhere the same, its dash the training's. */
export function sizeStyle(at: RowPlace, steps: number, rank = rankOf(at)): LearnerStyle {
  const how = trainingName(at, steps);
  const label = `${sizeName(at)}${how}`;
  return {
    ...learnerStyle("transformer"),
    ...{ name: `transformer, ${label}`, label, width: 1.4 + 0.4 * rank, size: rank },
    dash: at.tuning ? "7 3" : how ? "2 3" : "",
    marker: MARKERS[rank] ?? "circle",
  };
}

/** The ranks of sizes that stand side by side, by name: each its own, or where two would look alike their order. */
export function ranksOf(places: Iterable<RowPlace>): ReadonlyMap<string, number> {
  const sizes = new Map([...places].map((at) => [sizeName(at), at]));
  const ascending = [...sizes].sort(([, a], [, b]) => parametersOf(a) - parametersOf(b));
  const own = ascending.map(([name, at]) => [name, rankOf(at)] as const);
  const differ = new Set(own.map(([, rank]) => rank)).size === own.length;
  return new Map(differ ? own : own.map(([name], k) => [name, k]));
}

/** 0 for L1 H8, one more for each factor of four. */
function rankOf(at: RowPlace): number {
  const rank = Math.round(Math.log2(parametersOf(at) / (12 * 8 ** 2)) / 2);
  return Math.min(Math.max(rank, 0), MARKERS.length - 1);
}
