import { computed, effect, signal } from "@preact/signals";
import { type Config, ConfigError, cost, paths, withSettings } from "../experiments/config.ts";
import { gridPoints } from "../experiments/grid.ts";
import { beside, trainBeside } from "./besideRuns.ts";
import { isUnderWay } from "./liveRun.ts";
import { live, start } from "./trainer.ts";
import { words } from "./words.ts";

/** One setting and the values it is to take. */
export interface Axis {
  readonly path: string;
  readonly values: readonly string[];
}

/** A small sweep: every combination of the axes' values, each for some seeds. */
export interface Grid {
  readonly preset: string;
  readonly axes: readonly Axis[]; // two at most; where there is none it is seeds alone
  readonly cells: readonly Cell[];
}

/** One combination: a config for each seed. */
export interface Cell {
  readonly values: readonly string[]; // of the axes, in their order
  readonly configs: readonly Config[];
}

/** The sweep of this page, if one was asked for. */
export const grid = signal<Grid | undefined>(undefined);

/** What of it is still to be trained, after the run in training. */
export const queue = signal<readonly Config[]>([]);

const MOST_RUNS = 48; // fewer than the shelf holds

/** A sweep around a config, from what was typed: "1, 2, 4". Throws ConfigError. */
export function gridOf(
  preset: string,
  base: Config,
  typed: readonly { readonly path: string; readonly text: string }[],
  seeds: number,
): Grid {
  const asked = typed.map(({ path, text }) => {
    const values = text.split(/[\s,;]+/).filter((value) => value !== "");
    if (values.length === 0) throw new ConfigError(words.runs.sweep.noValues(words.settings[path]?.label ?? path));
    return { setting: path, values };
  });
  if (new Set(asked.map(({ setting }) => setting)).size < asked.length) throw new ConfigError(words.runs.sweep.twice);
  const cells = gridPoints(base, asked).map(({ settings, config }) => ({
    values: Object.values(settings).map(String),
    configs: Array.from({ length: seeds }, (_, k) => withSettings(config, { seed: config.seed + k })),
  }));
  const axes = asked.map(({ setting }, k) => ({
    path: setting,
    values: [...new Set(cells.map(({ values }) => values[k] as string))],
  }));
  const count = cells.length * seeds;
  if (count > MOST_RUNS) throw new ConfigError(words.runs.sweep.tooMany(count, MOST_RUNS));
  return { preset, axes, cells };
}

/** Settings that a sweep of the page may vary. */
export const sweepable = paths.filter((path) => !["seed", "prompts.family", "model.readout"].includes(path));

const mine = signal<Config | undefined>(undefined); // of the queue, in training

/** Whether the run in training is one of the sweep: its settings are the cell's, and stay so. */
export const sweeps = computed(() => mine.value !== undefined && live.value?.config === mine.value);

const MOST_BYTES = 1.5e9; // of runs at once

/** How many of a sweep's runs are trained at once, each on one core: as many as there are, and memory for. */
export function atOnce(configs: readonly Config[], cores: number): number {
  const largest = Math.max(1, ...configs.map((config) => cost(config).bytes));
  return Math.max(1, Math.min(cores, configs.length, Math.floor(MOST_BYTES / largest)));
}

let together = 1; // runs at once

/** Trains all of a sweep: the first in Train, as many beside it as there are cores, then one for each that ends. */
export function trainGrid(asked: Grid): void {
  grid.value = asked;
  queue.value = asked.cells.flatMap(({ configs }) => configs);
  together = atOnce(queue.value, navigator.hardwareConcurrency);
  next();
  fill();
}

/** Trains what is still to come beside the run in Train, as far as there are cores. */
function fill(): void {
  while (beside.value.length < together - 1) {
    const [config, ...rest] = queue.value;
    if (!config || !grid.value) return;
    queue.value = rest;
    trainBeside(grid.value.preset, config, fill);
  }
}

/** Ends the sweep after the run in training. */
export function endQueue(): void {
  queue.value = [];
}

function next(): void {
  const [config, ...rest] = queue.value;
  if (!config || !grid.value) return;
  queue.value = rest;
  mine.value = config;
  start(grid.value.preset, config, together > 1 ? { workers: 1 } : {});
}

effect(() => {
  const run = live.value;
  if (mine.peek() === undefined || queue.peek().length === 0) return;
  if (!run || run.config !== mine.peek())
    endQueue(); // it was stopped, or another was begun by hand
  else if (!isUnderWay(run)) {
    mine.value = undefined; // one run, one next, whatever else is told of it
    setTimeout(next); // once all have heard of it
  }
});
