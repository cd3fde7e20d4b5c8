import { checkInteger, checkOneOf } from "../numerics/checks.ts";

/** all: 1…N exemplars. under: fewer than D. away: at most D/2 or at least 1.5 D. */
export type PositionSet = "all" | "under" | "away";

const MAX_EXEMPLARS = 2 ** 24;

/** The positions of a set, ascending, for D dimensions and N exemplars. */
export function positionsIn(set: PositionSet, dim: number, exemplars: number): number[] {
  checkOneOf("position set", set, ["all", "under", "away"]);
  checkInteger("dim", dim, 1);
  checkInteger("exemplars", exemplars, 0, MAX_EXEMPLARS);
  const all = Array.from({ length: exemplars }, (_, k) => k + 1);
  if (set === "under") return all.filter((n) => n < dim);
  if (set === "away") return all.filter((n) => n <= dim / 2 || n >= 1.5 * dim);
  return all;
}
