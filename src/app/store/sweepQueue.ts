import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { cost } from "../../config/cost.ts";
import type { Config } from "../../config/schema.ts";
import { type RunEntry, resumePoint } from "../runData/runEntry.ts";
import { isRunning, type ResumePoint } from "../runData/runState.ts";
import type { Autosaves } from "./autosave.ts";
import type { BackgroundRuns } from "./backgroundRuns.ts";
import type { CurrentRun } from "./currentRun.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";
import type { SavedSweep, SavedSweeps } from "./savedSweep.ts";
import { configsOf, type Grid } from "./sweepGrid.ts";

/** A run of a sweep that is still to be trained: from zero, or from where it was interrupted. */
interface Coming {
  readonly config: Config;
  readonly held?: RunEntry; // as it stood
}

const MAX_BYTES = 1.5e9; // of runs at once

/** How many of a sweep's runs are trained at once, each on one core: as many as there are, and memory for. */
export function concurrency(configs: readonly Config[], cores: number): number {
  const largest = Math.max(1, ...configs.map((config) => cost(config).bytes));
  return Math.max(1, Math.min(cores, configs.length, Math.floor(MAX_BYTES / largest)));
}

/** What a sweep needs of the other stores. */
interface Needed {
  readonly runs: Pick<RunStore, "list" | "remove">;
  readonly saved: Pick<SavedRuns, "load" | "clear">;
  readonly autosaves: Pick<Autosaves, "found">;
  readonly sweeps: Pick<SavedSweeps, "take" | "save" | "clear">;
  readonly background: {
    readonly all: ReadonlySignal<readonly unknown[]>;
    readonly train: BackgroundRuns["train"];
  };
  readonly training: Pick<CurrentRun, "currentRun" | "start" | "resumeRun" | "reset" | "moveAutosaveToRuns">;
}

/** The sweep of this page: the first of its runs in Train, others beside it. */
export type SweepQueue = ReturnType<typeof createSweepQueue>;

export function createSweepQueue(stores: Needed) {
  const { runs, saved, autosaves, sweeps, training } = stores;
  const { currentRun } = training;
  const { currentGrid, queue, mine, train, cancel, next, clearOnceDone } = createQueue(stores);

  effect(() => {
    const run = currentRun.value;
    if (mine.peek() === undefined) return;
    if (run && run.config === mine.peek() && isRunning(run)) return;
    const stopped = !run || run.config !== mine.peek(); // or another was begun by hand
    mine.value = undefined; // one run, one next, whatever else is told of it
    if (stopped) cancel();
    else if (queue.peek().length > 0)
      setTimeout(next); // once all have heard of it
    else clearOnceDone();
  });

  return {
    /** The sweep of this page, if one was asked for. */
    currentGrid,
    /** What of it is still to be trained, after those in training. */
    queue,
    /** Whether the run in training is one of the sweep: its settings are the cell's, and stay so. */
    isSweeping: computed(() => mine.value !== undefined && currentRun.value?.config === mine.value),
    /** Trains all of a sweep: the first in Train, as many beside it as there are cores, then one for each that ends. */
    trainGrid: (grid: Grid): void =>
      train(
        grid,
        configsOf(grid).map((config) => ({ config })),
      ),
    /** Ends the sweep after the runs in training. */
    cancel,
    /** Resumes a sweep that a reload or a crash interrupted: without its runs that are done, others from where they stood. */
    async resume({ id, ...grid }: SavedSweep): Promise<void> {
      const use = await sweeps.take({ id });
      if (!use) return;
      await saved.load();
      training.reset(); // it ends a sweep of this tab
      use();
      const own = new Set(configsOf(grid).map((config) => JSON.stringify(config)));
      for (const run of autosaves.found.value)
        if (own.has(JSON.stringify(run.config))) await training.moveAutosaveToRuns(run); // it was in Train
      train(grid, unfinishedOf(grid, runs.list.value));
    },
  };
}

/** The runs of a sweep that are still to be trained beside those there are. */
function unfinishedOf(grid: Grid, runs: readonly RunEntry[]): readonly Coming[] {
  const unfinishedFirst = runs.toSorted((a, b) => Number(b.unfinished) - Number(a.unfinished));
  const held = new Map(unfinishedFirst.map((run) => [JSON.stringify(run.config), run])); // one that is done counts
  return configsOf(grid).flatMap((config): Coming[] => {
    const run = held.get(JSON.stringify(config));
    if (!run) return [{ config }];
    return run.unfinished ? [{ config, held: run }] : [];
  });
}

function createQueue({ runs, saved, sweeps, background, training }: Needed) {
  const { currentRun } = training;
  const currentGrid = signal<Grid | undefined>(undefined);
  const queue = signal<readonly Coming[]>([]);
  const mine = signal<Config | undefined>(undefined); // of the queue, in training
  let together = 1; // runs at once

  function train(grid: Grid, coming: readonly Coming[]): void {
    currentGrid.value = grid;
    queue.value = coming;
    if (coming.length > 0) sweeps.save(grid);
    else sweeps.clear();
    together = concurrency(
      coming.map(({ config }) => config),
      navigator.hardwareConcurrency,
    );
    next();
    fill();
  }

  /** What a run resumes, which is no longer in Runs then, and the key it is saved under; nothing if it begins. */
  function take({ config, held }: Coming): { readonly from?: ResumePoint; readonly key?: string } {
    const interrupted = held && resumePoint(held);
    if (!interrupted) return {};
    runs.remove(held.id);
    return { from: { ...interrupted, config }, ...(held.key !== undefined && { key: held.key }) };
  }

  /** Trains what is still to come beside the run in Train, as far as there are cores. */
  function fill(): void {
    while (background.all.value.length < together - 1) {
      const [coming, ...rest] = queue.value;
      if (!coming || !currentGrid.value) break;
      queue.value = rest;
      const { from, key } = take(coming);
      background.train(currentGrid.value.preset, coming.config, fill, from, key);
    }
    clearOnceDone();
  }

  function next(): void {
    const [coming, ...rest] = queue.value;
    if (!coming || !currentGrid.value) return;
    queue.value = rest;
    mine.value = coming.config;
    const how = together > 1 ? { workers: 1 } : {};
    const { from, key } = take(coming);
    if (from) training.resumeRun(from, how, () => saved.clear(key === undefined ? {} : { key }));
    else training.start(currentGrid.value.preset, coming.config, how);
  }

  /** A sweep of which nothing is to come and nothing trains is not offered after a reload. */
  function clearOnceDone(): void {
    const run = currentRun.peek();
    const trains = run !== undefined && run.config === mine.peek() && isRunning(run);
    if (queue.peek().length === 0 && background.all.peek().length === 0 && !trains) sweeps.clear();
  }

  function cancel(): void {
    queue.value = [];
    sweeps.clear();
  }

  return { currentGrid, queue, mine, train, cancel, next, clearOnceDone };
}
