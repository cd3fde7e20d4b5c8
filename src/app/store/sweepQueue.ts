import { computed, effect, signal } from "@preact/signals";
import { cost } from "../../config/cost.ts";
import type { Config } from "../../config/schema.ts";
import { isRunning, isUnfinished, type ResumePoint, type Run, resumePoint } from "../runData/run.ts";
import type { BackgroundTraining } from "./backgroundTraining.ts";
import type { CurrentTraining } from "./currentTraining.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";
import type { SavedSweep, SavedSweeps } from "./savedSweep.ts";
import { configsOf, type Grid } from "./sweepGrid.ts";

/** A run of a sweep that is still to be trained: from zero, or from where it was interrupted. */
interface Coming {
  readonly config: Config;
  readonly before?: Run; // what there is of it
}

const MAX_BYTES = 1.5e9; // of runs at once

/** How many of a sweep's runs are trained at once, each on one core: limited by cores and memory. */
export function concurrency(configs: readonly Config[], cores: number): number {
  const largest = Math.max(1, ...configs.map((config) => cost(config).bytes));
  return Math.max(1, Math.min(cores, configs.length, Math.floor(MAX_BYTES / largest)));
}

/** What a sweep needs of the other stores. */
interface Needed {
  readonly runs: Pick<RunStore, "current" | "background" | "list" | "interrupted">;
  readonly saved: Pick<SavedRuns, "load">;
  readonly sweeps: Pick<SavedSweeps, "take" | "save" | "clear">;
  readonly background: Pick<BackgroundTraining, "train">;
  readonly training: Pick<CurrentTraining, "start" | "resumeRun" | "reset" | "moveAutosaveToRuns">;
}

/** The sweep of this page: the first of its runs in Train, others beside it. */
export type SweepQueue = ReturnType<typeof createSweepQueue>;

export function createSweepQueue(stores: Needed) {
  const { runs, saved, sweeps, training } = stores;
  const { currentGrid, pending, currentId, train, cancel, next, clearOnceDone } = createQueue(stores);

  effect(() => {
    const run = runs.current.value;
    if (currentId.peek() === undefined) return;
    if (run && run.id === currentId.peek() && isRunning(run)) return;
    const stopped = run?.id !== currentId.peek(); // or another was begun by hand
    currentId.value = undefined; // one next run for each run, however often it changes
    if (stopped) cancel();
    else if (pending.peek().length > 0)
      setTimeout(next); // after the other effects
    else clearOnceDone();
  });

  return {
    /** The sweep of this page, if there is one. */
    currentGrid,
    /** The runs that are not started yet. */
    pending,
    /** Whether the run in training is one of the sweep: its settings are the cell's, and stay so. */
    isSweeping: computed(() => currentId.value !== undefined && runs.current.value?.id === currentId.value),
    /** Trains all of a sweep: the first in Train, as many beside it as there are cores, then one for each that ends. */
    trainGrid: (grid: Grid): void =>
      train(
        grid,
        configsOf(grid).map((config) => ({ config })),
      ),
    /** Ends the sweep after the runs in training. */
    cancel,
    /** Resumes a sweep that a reload or a crash interrupted: finished runs are skipped, the others resume from their checkpoints. */
    async resume({ id, ...grid }: SavedSweep): Promise<void> {
      const use = await sweeps.take({ id });
      if (!use) return;
      await saved.load();
      training.reset(); // it ends a sweep of this tab
      use();
      const own = new Set(configsOf(grid).map((config) => JSON.stringify(config)));
      for (const run of runs.interrupted.value)
        if (own.has(JSON.stringify(run.config))) await training.moveAutosaveToRuns(run); // it was in Train
      train(grid, unfinishedOf(grid, runs.list.value));
    },
  };
}

/** The runs of a sweep that are still to be trained beside those there are. */
function unfinishedOf(grid: Grid, runs: readonly Run[]): readonly Coming[] {
  const unfinishedFirst = runs.toSorted((a, b) => Number(isUnfinished(b)) - Number(isUnfinished(a)));
  const known = new Map(unfinishedFirst.map((run) => [JSON.stringify(run.config), run])); // one that is done counts
  return configsOf(grid).flatMap((config): Coming[] => {
    const run = known.get(JSON.stringify(config));
    if (!run) return [{ config }];
    return isUnfinished(run) ? [{ config, before: run }] : [];
  });
}

/** Where a run of a sweep resumes; undefined if it starts from zero. */
function pointOf({ config, before }: Coming): ResumePoint | undefined {
  const point = before && resumePoint(before);
  return point && { ...point, config };
}

function createQueue({ runs, sweeps, background, training }: Needed) {
  const currentGrid = signal<Grid | undefined>(undefined);
  const pending = signal<readonly Coming[]>([]);
  const currentId = signal<string | undefined>(undefined); // id of the run of the sweep in Train
  let together = 1; // runs at once

  function train(grid: Grid, coming: readonly Coming[]): void {
    currentGrid.value = grid;
    pending.value = coming;
    if (coming.length > 0) sweeps.save(grid);
    else sweeps.clear();
    together = concurrency(
      coming.map(({ config }) => config),
      navigator.hardwareConcurrency,
    );
    next();
    fill();
  }

  /** Trains pending runs beside the run in Train, as far as there are cores. */
  function fill(): void {
    while (runs.background.value.length < together - 1) {
      const [coming, ...rest] = pending.value;
      if (!coming || !currentGrid.value) break;
      pending.value = rest;
      background.train(currentGrid.value.preset, coming.config, fill, pointOf(coming));
    }
    clearOnceDone();
  }

  function next(): void {
    const [coming, ...rest] = pending.value;
    if (!coming || !currentGrid.value) return;
    pending.value = rest;
    currentId.value = undefined; // a run in Train is replaced
    const how = together > 1 ? { workers: 1 } : {};
    const point = pointOf(coming);
    currentId.value = point
      ? training.resumeRun(point, how)
      : training.start(currentGrid.value.preset, coming.config, how);
  }

  /** A sweep without pending runs and runs in training is not offered after a reload. */
  function clearOnceDone(): void {
    const run = runs.current.peek();
    const trains = run !== undefined && run.id === currentId.peek() && isRunning(run);
    if (pending.peek().length === 0 && runs.background.peek().length === 0 && !trains) sweeps.clear();
  }

  function cancel(): void {
    pending.value = [];
    sweeps.clear();
  }

  return { currentGrid, pending, currentId, train, cancel, next, clearOnceDone };
}
