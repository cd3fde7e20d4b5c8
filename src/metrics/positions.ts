/** all: 1…N exemplars. under: fewer than D. away: at most D/2 or at least 1.5 D. */
export type PositionSet = "all" | "under" | "away";

/** The positions of a set, ascending, for D dimensions and N exemplars. */
export function positionsIn(set: PositionSet, dim: number, exemplars: number): number[] {
  const all = Array.from({ length: exemplars }, (_, k) => k + 1);
  if (set === "under") return all.filter((n) => n < dim);
  if (set === "away") return all.filter((n) => n <= dim / 2 || n >= 1.5 * dim);
  return all;
}
