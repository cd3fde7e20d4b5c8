import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";
import { parametersOf, type Run } from "../runData/run.ts";
import { isInTraining, type RunState } from "../runData/runState.ts";

const MAX_RUNS = 60;
const MAX_BYTES = 256 * 2 ** 20; // of parameters: the oldest are let go first

/** What is drawn of runs: a number of each evaluation. */
export type YQuantity = "toBest" | "toOls" | "lambda" | "error";

/** All runs of the page, each once, by its id. */
export type RunStore = ReturnType<typeof createRunStore>;

export function createRunStore() {
  const all = signal<readonly Run[]>([]);
  const currentId = signal<string | undefined>(undefined);

  const current = computed(() => all.value.filter(isInTraining).find(({ id }) => id === currentId.value));
  const background = view(() => all.value.filter(isInTraining).filter(({ id }) => id !== currentId.value));
  const list = view(() => all.value.filter(isInList));
  const others = (id: string | undefined) => all.value.filter((run) => run.id !== id);

  return {
    /** The run in Train, if there is one: in training, or ended there. It trains on in every view. */
    current,
    /** Runs that train beside the one in Train, each on one core. */
    background,
    /** Runs that are not in training, the newest last. */
    list,
    /** Runs that a reload or a crash interrupted and that this tab can resume, its own first. */
    interrupted: view(() => all.value.filter(isInterrupted)),
    /** All that can be compared: those in training first. */
    compared: view<Run>(() => [...(current.value ? [current.value] : []), ...background.value, ...list.value]),
    /** Whether a run is drawn, by its id, if that was chosen. */
    visibility: signal<ReadonlyMap<string, boolean>>(new Map()),
    /** The quantity on the y axis of the figure in Runs and in the table of its sweep. */
    measure: signal<YQuantity>("toBest"),
    /** The id of the run whose row is pointed at, or has the focus. */
    pointed: signal<string | undefined>(undefined),
    /** Puts another run into Train, or none. The one before is dropped, unless it was added to those that do not train. */
    setCurrent(run: RunState | undefined): void {
      batch(() => {
        const rest = current.value ? others(currentId.value) : all.value;
        all.value = run ? [...rest.filter(({ id }) => id !== run.id), run] : rest;
        currentId.value = run?.id;
      });
    },
    /** Adds a run that trains beside the one in Train. */
    addBackground(run: RunState): void {
      all.value = [...others(run.id), run];
    },
    /** Changes a run in training. */
    update(id: string, change: (run: RunState) => RunState): void {
      all.value = all.value.map((run) => (run.id === id && isInTraining(run) ? change(run) : run));
    },
    /** Adds a run that does not train, in the place of what it was until now. */
    add(run: Run): void {
      const rest = others(run.id);
      all.value = [...rest.filter((each) => !isInList(each)), ...withinMemory([...rest.filter(isInList), run])];
    },
    /** Changes which runs are interrupted. One that was taken over in the meantime is not. */
    setInterrupted(runs: readonly Run[]): void {
      const rest = all.value.filter((run) => !isInterrupted(run));
      const ids = new Set(rest.map(({ id }) => id));
      all.value = [...rest, ...runs.filter(({ id }) => !ids.has(id))];
    },
    /** Removes a run. */
    remove(id: string): void {
      all.value = others(id);
    },
    /** Adds a run that was removed in its old place among those that do not train. */
    restore(run: Run, place: number): void {
      const next = list.value[place];
      all.value = all.value.toSpliced(next ? all.value.indexOf(next) : all.value.length, 0, run);
    },
  };
}

const isInterrupted = ({ status }: Run): boolean => status === "interrupted";
const isInList = (run: Run): boolean => !isInTraining(run) && !isInterrupted(run);

/** A list that is derived; it stays the same list as long as it has the same elements. */
function view<T>(select: () => readonly T[]): ReadonlySignal<readonly T[]> {
  let last: readonly T[] = [];
  return computed(() => {
    const next = select();
    if (next.length !== last.length || next.some((each, k) => each !== last[k])) last = next;
    return last;
  });
}

/** The newest of the runs. If they are too many bytes, the oldest lose their parameters. */
function withinMemory(runs: readonly Run[]): readonly Run[] {
  let bytes = 0;
  return runs
    .slice(-MAX_RUNS)
    .toReversed()
    .map((each) => {
      bytes += parametersOf(each)?.length ?? 0;
      if (bytes <= MAX_BYTES) return each;
      const { checkpoint: _, parameters: __, ...rest } = each;
      return rest;
    })
    .toReversed();
}
