import { signal } from "@preact/signals";
import { parametersOf, type RunEntry } from "../runData/runEntry.ts";

/** Runs of this page that are not in training now, the newest last. */
export const runList = signal<readonly RunEntry[]>([]);

/** Whether a run is drawn, by its id, where that was chosen. */
export const visibility = signal<ReadonlyMap<string, boolean>>(new Map());

/**
 * Of runs those that are drawn: unless it was chosen, all, but the recorded one beside others of known training, from
 * which it differs in almost everything.
 */
export function visibleRuns(runs: readonly RunEntry[]): readonly RunEntry[] {
  const alone = runs.every(({ origin, elsewhere }) => origin === "recorded" || elsewhere !== undefined);
  return runs.filter(({ id, origin }) => visibility.value.get(id) ?? (alone || origin !== "recorded"));
}

const MAX_RUNS = 60;
const MAX_BYTES = 256 * 2 ** 20; // of parameters: the oldest are let go first

let count = 0;

/** Takes a run to hold, and gives its id. */
export function addRun(run: Omit<RunEntry, "id">): string {
  count += 1;
  const id = `run ${count}`;
  const all = [...runList.value, { ...run, id }].slice(-MAX_RUNS);
  let bytes = 0;
  runList.value = all
    .toReversed()
    .map((each) => {
      bytes += parametersOf(each)?.length ?? 0;
      if (bytes <= MAX_BYTES) return each;
      const { checkpoint: _, parameters: __, ...rest } = each;
      return { ...rest, unfinished: false };
    })
    .toReversed();
  return id;
}

/** Lets a run go. */
export function removeRun(id: string): void {
  runList.value = runList.value.filter((run) => run.id !== id);
}

/** Holds a run that was let go in its old place. */
export function restoreRun(run: RunEntry, place: number): void {
  runList.value = runList.value.toSpliced(place, 0, run);
}
