import { signal } from "@preact/signals";
import { del, get, set } from "idb-keyval";
import { parseConfig } from "../experiments/config.ts";
import { presetConfig } from "../experiments/presets.ts";
import { version } from "../experiments/version.ts";
import { holdStore, isFree } from "./keptRun.ts";
import { allKept } from "./keptShelf.ts";
import type { Grid } from "./sweepGrid.ts";

/** A sweep that an earlier page of this browser left under way, if there is one. */
export const keptSweep = signal<Grid | undefined>(undefined);

const KEY = "icl-lab sweep";

let writing: Promise<unknown> = Promise.resolve(); // one change after another

/** Looks for a sweep that was left, and that no other tab is training now. */
export async function findKeptSweep(): Promise<void> {
  if (await isFree()) keptSweep.value = readSweep(await get(KEY).catch(() => undefined));
}

/** Keeps what a sweep is to train, for after a reload; a browser that keeps nothing trains it all the same. */
export function keepSweep(grid: Grid): void {
  keptSweep.value = undefined;
  write(async () => {
    if (await holdStore()) await set(KEY, { version, ...grid });
  });
}

/** Forgets the sweep once its runs are kept, unless it is another tab's. */
export function forgetSweep(): void {
  keptSweep.value = undefined;
  write(async () => {
    await allKept();
    if (await isFree()) await del(KEY);
  });
}

function write(act: () => Promise<void>): void {
  writing = writing.then(act).catch(() => {});
}

/** Of something found in the browser's store; undefined where it is no sweep of this version. */
export function readSweep(found: unknown): Grid | undefined {
  const { version: by, preset, axes, cells } = (found ?? {}) as Partial<Grid & { readonly version: string }>;
  if (by !== version || typeof preset !== "string" || !Array.isArray(axes) || !Array.isArray(cells)) return undefined;
  try {
    presetConfig(preset);
    return {
      preset,
      axes: axes.map(({ path, values }) => ({ path, values: values.map(String) })),
      cells: cells.map(({ values, configs }) => ({
        values: values.map(String),
        configs: configs.map((config: unknown) => parseConfig(config)),
      })),
    };
  } catch {
    return undefined; // settings of another time
  }
}
