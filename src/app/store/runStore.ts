import { signal } from "@preact/signals";
import { parametersOf, type RunEntry } from "../runData/runEntry.ts";

const MAX_RUNS = 60;
const MAX_BYTES = 256 * 2 ** 20; // of parameters: the oldest are let go first

/** The runs of this page. */
export type RunStore = ReturnType<typeof createRunStore>;

export function createRunStore() {
  const list = signal<readonly RunEntry[]>([]);
  let count = 0;
  return {
    /** Runs that are not in training now, the newest last. */
    list,
    /** Whether a run is drawn, by its id, where that was chosen. */
    visibility: signal<ReadonlyMap<string, boolean>>(new Map()),
    /** Adds a run, and gives its id. */
    add(run: Omit<RunEntry, "id">): string {
      count += 1;
      const id = `run ${count}`;
      list.value = withinMemory([...list.value, { ...run, id }]);
      return id;
    },
    /** Removes a run. */
    remove(id: string): void {
      list.value = list.value.filter((run) => run.id !== id);
    },
    /** Adds a run that was removed in its old place. */
    restore(run: RunEntry, place: number): void {
      list.value = list.value.toSpliced(place, 0, run);
    },
  };
}

/** The newest of the runs; of those that are too many bytes, the oldest have no parameters. */
function withinMemory(runs: readonly RunEntry[]): readonly RunEntry[] {
  let bytes = 0;
  return runs
    .slice(-MAX_RUNS)
    .toReversed()
    .map((each) => {
      bytes += parametersOf(each)?.length ?? 0;
      if (bytes <= MAX_BYTES) return each;
      const { checkpoint: _, parameters: __, ...rest } = each;
      return { ...rest, unfinished: false };
    })
    .toReversed();
}

/**
 * Of runs those that are drawn: unless it was chosen, all, but the recorded one beside others of known training, from
 * which it differs in almost everything.
 */
export function visibleRuns(runs: readonly RunEntry[], visibility: ReadonlyMap<string, boolean>): readonly RunEntry[] {
  const alone = runs.every(({ origin, elsewhere }) => origin === "recorded" || elsewhere !== undefined);
  return runs.filter(({ id, origin }) => visibility.get(id) ?? (alone || origin !== "recorded"));
}
