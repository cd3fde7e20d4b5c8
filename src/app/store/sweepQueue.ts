import { computed, effect, signal } from "@preact/signals";
import { cost } from "../../config/cost.ts";
import type { Config } from "../../config/schema.ts";
import { type RunEntry, resumePoint } from "../runData/runEntry.ts";
import { isRunning, type ResumePoint } from "../runData/runState.ts";
import { autosaves } from "./autosave.ts";
import { backgroundRuns, trainInBackground } from "./backgroundRuns.ts";
import { currentRun, moveAutosaveToRuns, reset, resumeRun, start } from "./currentRun.ts";
import { removeRun, runList } from "./runList.ts";
import { clearSaved, restoreAll } from "./savedRuns.ts";
import { clearSweep, type SavedSweep, saveSweep, takeSweep } from "./savedSweep.ts";
import { configsOf, type Grid } from "./sweepGrid.ts";

/** The sweep of this page, if one was asked for. */
export const currentGrid = signal<Grid | undefined>(undefined);

/** A run of it that is still to be trained: from zero, or from where it was interrupted. */
interface Coming {
  readonly config: Config;
  readonly held?: RunEntry; // as it stood
}

/** What of it is still to be trained, after those in training. */
export const sweepQueue = signal<readonly Coming[]>([]);

const mine = signal<Config | undefined>(undefined); // of the queue, in training

/** Whether the run in training is one of the sweep: its settings are the cell's, and stay so. */
export const isSweeping = computed(() => mine.value !== undefined && currentRun.value?.config === mine.value);

const MAX_BYTES = 1.5e9; // of runs at once

/** How many of a sweep's runs are trained at once, each on one core: as many as there are, and memory for. */
export function concurrency(configs: readonly Config[], cores: number): number {
  const largest = Math.max(1, ...configs.map((config) => cost(config).bytes));
  return Math.max(1, Math.min(cores, configs.length, Math.floor(MAX_BYTES / largest)));
}

let together = 1; // runs at once

/** Trains all of a sweep: the first in Train, as many beside it as there are cores, then one for each that ends. */
export function trainGrid(asked: Grid): void {
  train(
    asked,
    configsOf(asked).map((config) => ({ config })),
  );
}

/** Goes on with a sweep that a reload or a crash interrupted: with runs of it that are done no more, with others from where they stood. */
export async function resumeSweep({ id, ...asked }: SavedSweep): Promise<void> {
  const use = await takeSweep({ id });
  if (!use) return;
  await restoreAll();
  reset(); // it ends a sweep of this tab
  use();
  const own = new Set(configsOf(asked).map((config) => JSON.stringify(config)));
  for (const run of autosaves.value) if (own.has(JSON.stringify(run.config))) await moveAutosaveToRuns(run); // it was in Train
  const unfinishedFirst = runList.value.toSorted((a, b) => Number(b.unfinished) - Number(a.unfinished));
  const held = new Map(unfinishedFirst.map((run) => [JSON.stringify(run.config), run])); // one that is done counts
  const coming = configsOf(asked).flatMap((config): Coming[] => {
    const run = held.get(JSON.stringify(config));
    if (!run) return [{ config }];
    return run.unfinished ? [{ config, held: run }] : [];
  });
  train(asked, coming);
}

function train(asked: Grid, coming: readonly Coming[]): void {
  currentGrid.value = asked;
  sweepQueue.value = coming;
  if (coming.length > 0) saveSweep(asked);
  else clearSweep();
  together = concurrency(
    coming.map(({ config }) => config),
    navigator.hardwareConcurrency,
  );
  next();
  fill();
}

/** What a run goes on from, which is held no more then, and the key it is kept under; nothing if it begins. */
function taken({ config, held }: Coming): { readonly from?: ResumePoint; readonly key?: string } {
  const interrupted = held && resumePoint(held);
  if (!interrupted) return {};
  removeRun(held.id);
  return { from: { ...interrupted, config }, ...(held.key !== undefined && { key: held.key }) };
}

/** Trains what is still to come beside the run in Train, as far as there are cores. */
function fill(): void {
  while (backgroundRuns.value.length < together - 1) {
    const [coming, ...rest] = sweepQueue.value;
    if (!coming || !currentGrid.value) break;
    sweepQueue.value = rest;
    const { from, key } = taken(coming);
    trainInBackground(currentGrid.value.preset, coming.config, fill, from, key);
  }
  forgetOnceDone();
}

/** Ends the sweep after the runs in training. */
export function cancelSweep(): void {
  sweepQueue.value = [];
  clearSweep();
}

function next(): void {
  const [coming, ...rest] = sweepQueue.value;
  if (!coming || !currentGrid.value) return;
  sweepQueue.value = rest;
  mine.value = coming.config;
  const how = together > 1 ? { workers: 1 } : {};
  const { from, key } = taken(coming);
  if (from) resumeRun(from, how, () => clearSaved(key === undefined ? {} : { key }));
  else start(currentGrid.value.preset, coming.config, how);
}

/** A sweep of which nothing is to come and nothing trains is not offered after a reload. */
function forgetOnceDone(): void {
  const run = currentRun.peek();
  const trains = run !== undefined && run.config === mine.peek() && isRunning(run);
  if (sweepQueue.peek().length === 0 && backgroundRuns.peek().length === 0 && !trains) clearSweep();
}

effect(() => {
  const run = currentRun.value;
  if (mine.peek() === undefined) return;
  if (run && run.config === mine.peek() && isRunning(run)) return;
  const stopped = !run || run.config !== mine.peek(); // or another was begun by hand
  mine.value = undefined; // one run, one next, whatever else is told of it
  if (stopped) cancelSweep();
  else if (sweepQueue.peek().length > 0)
    setTimeout(next); // once all have heard of it
  else forgetOnceDone();
});
