import type { Run } from "../runData/run.ts";

/**
 * The runs that are drawn. Without a choice of the user these are all, except the recorded one if other runs have known
 * training: it differs from them in almost everything.
 */
export function visibleRuns(runs: readonly Run[], visibility: ReadonlyMap<string, boolean>): readonly Run[] {
  const all = runs.every(({ origin, elsewhere }) => origin === "recorded" || elsewhere !== undefined);
  return runs.filter(({ id, origin }) => visibility.get(id) ?? (all || origin !== "recorded"));
}
