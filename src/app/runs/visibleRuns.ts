import type { Run } from "../runData/run.ts";

/**
 * Of runs those that are drawn: unless it was chosen, all, but the recorded one beside others of known training, from
 * which it differs in almost everything.
 */
export function visibleRuns(runs: readonly Run[], visibility: ReadonlyMap<string, boolean>): readonly Run[] {
  const alone = runs.every(({ origin, elsewhere }) => origin === "recorded" || elsewhere !== undefined);
  return runs.filter(({ id, origin }) => visibility.get(id) ?? (alone || origin !== "recorded"));
}
