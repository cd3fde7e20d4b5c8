import { signal } from "@preact/signals";
import { del, get, keys, set } from "idb-keyval";
import { parseStoredConfig } from "../../config/migrate.ts";
import { presetConfig } from "../../config/presets.ts";
import { version } from "../../config/version.ts";
import { discarded } from "./discarded.ts";
import { interruptedStore, type UnreadableWork, unreadableWork } from "./interruptedRuns.ts";
import { flush } from "./savedRuns.ts";
import type { Grid } from "./sweepGrid.ts";
import { tellTabs } from "./tabLocks.ts";
import { type TabSlot, tabSlots } from "./tabSlots.ts";

/** A sweep that was interrupted. */
export interface SavedSweep extends Grid {
  readonly id: string; // of its slot
}

/** The interrupted sweeps that this tab can resume, its own first. */
export const savedSweeps = signal<readonly SavedSweep[]>([]);

/** The interrupted sweeps that this version cannot resume. */
export const unreadableSweeps = signal<readonly UnreadableWork[]>([]);

const slots = tabSlots("sweep");
const keyOf = (id: string) => `sweep ${id}`;

let slot: TabSlot | undefined; // of the sweep that this tab trains
let writing: Promise<unknown> = Promise.resolve(); // one change after another

/** Looks for interrupted sweeps that no other tab trains. */
export async function findSavedSweeps(): Promise<void> {
  const all = await keys<string>(interruptedStore).catch(() => []);
  const ids = all.flatMap((key) => /^sweep (\S+)$/.exec(key)?.[1] ?? []);
  const found: SavedSweep[] = [];
  const unreadable: UnreadableWork[] = [];
  for (const id of await slots.free(ids)) {
    try {
      const stored = await get(keyOf(id), interruptedStore);
      if (stored !== undefined) found.push({ ...parseSweep(stored), id }); // else another tab discarded it
    } catch (error) {
      unreadable.push(unreadableWork({ slots, id, key: keyOf(id), look: findSavedSweeps }, error));
    }
  }
  savedSweeps.value = found;
  unreadableSweeps.value = unreadable;
}

/** Takes an interrupted sweep over; gives what makes it the one of this tab. Undefined if another tab has it. */
export async function takeSweep({ id }: Pick<SavedSweep, "id">): Promise<(() => void) | undefined> {
  const taken = await slots.take(id, "work");
  savedSweeps.value = savedSweeps.value.filter((each) => each.id !== id);
  if (!taken) return undefined;
  return () => {
    slot = taken;
  };
}

/** Stores what a sweep is to train; a browser that stores nothing trains it all the same. */
export function saveSweep({ preset, axes, cells }: Grid): void {
  slot ??= slots.begin();
  const { id } = slot;
  change(() => storeSweep(id, { version, preset, axes, cells }));
}

/** Stores a sweep in a slot of its own. */
export const storeSweep = (id: string, sweep: unknown): Promise<void> => set(keyOf(id), sweep, interruptedStore);

/** Removes the sweep of this tab once its runs are stored. */
export function clearSweep(): void {
  const done = slot;
  slot = undefined;
  if (!done) return;
  change(async () => {
    await flush();
    await del(keyOf(done.id), interruptedStore);
    done.release();
  });
}

/** Removes an interrupted sweep that no other tab has; it can be brought back. Its runs stay. */
export async function discardSweep(kept: SavedSweep): Promise<void> {
  const taken = await slots.take(kept.id, "end");
  savedSweeps.value = savedSweeps.value.filter(({ id }) => id !== kept.id);
  if (!taken) return;
  change(() => del(keyOf(kept.id), interruptedStore));
  taken.release();
  const { id, ...grid } = kept;
  discarded.value = {
    preset: kept.preset,
    undo: async () => {
      await storeSweep(id, { version, ...grid });
      tellTabs();
      await findSavedSweeps();
    },
  };
}

function change(act: () => Promise<unknown>): void {
  writing = writing.then(act).catch(() => {}); // `storageError` says why
}

/** A sweep from what was found in the browser's store. Throws one sentence if this version cannot resume it. */
export function parseSweep(found: unknown): Grid {
  const { preset, axes, cells } = (found ?? {}) as Partial<Grid>;
  if (typeof preset !== "string" || !isListWith(axes, ["values"]) || !isListWith(cells, ["values", "configs"]))
    throw new Error("expected its preset, its axes and its cells, got only a part of them");
  presetConfig(preset);
  return {
    preset,
    axes: axes.map(({ path, values }) => ({ path, values: values.map(String) })),
    cells: cells.map(({ values, configs }) => ({
      values: values.map(String),
      configs: configs.map((config: unknown) => parseStoredConfig(config)),
    })),
  };
}

/** Whether it is a list whose elements have a list under each of the names. */
const isListWith = <T>(found: readonly T[] | undefined, names: readonly (keyof T)[]): found is readonly T[] =>
  Array.isArray(found) && found.every((each) => names.every((name) => Array.isArray(each?.[name])));
