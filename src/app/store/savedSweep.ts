import { signal } from "@preact/signals";
import { del, get, keys, set } from "idb-keyval";
import { parseStoredConfig } from "../../config/migrate.ts";
import { presetConfig } from "../../config/presets.ts";
import { version } from "../../config/version.ts";
import { type InterruptedWork, type UnreadableWork, unreadableWork } from "./interruptedRuns.ts";
import type { SavedRuns } from "./savedRuns.ts";
import type { Grid } from "./sweepGrid.ts";
import { notifyTabs } from "./tabLocks.ts";
import { type TabSlot, type TabSlots, tabSlots } from "./tabSlots.ts";

/** A sweep that was interrupted. */
export interface SavedSweep extends Grid {
  readonly id: string; // of its slot
}

const keyOf = (id: string) => `sweep ${id}`;

/** The sweeps that this browser stores for after a reload. */
export type SavedSweeps = ReturnType<typeof createSavedSweeps>;

export function createSavedSweeps(work: InterruptedWork, runs: Pick<SavedRuns, "flush">) {
  const slots = tabSlots("sweep");
  const found = signal<readonly SavedSweep[]>([]);
  const unreadable = signal<readonly UnreadableWork[]>([]);
  let slot: TabSlot | undefined; // of the sweep that this tab trains
  let writing: Promise<unknown> = Promise.resolve(); // one change after another

  function change(act: () => Promise<unknown>): Promise<unknown> {
    writing = writing.then(act).catch(() => {}); // the error of the storage says why
    return writing;
  }

  async function find(): Promise<void> {
    const read = await findSweeps(work, slots, find);
    found.value = read.found;
    unreadable.value = read.unreadable;
  }

  async function take(id: string, why: "work" | "end"): Promise<TabSlot | undefined> {
    const claimed = await slots.take(id, why);
    found.value = found.value.filter((each) => each.id !== id);
    const stored = claimed && (await get(keyOf(id), work.store).catch(() => undefined));
    if (!claimed || stored !== undefined) return claimed;
    claimed.release(); // another tab finished or discarded it
    return undefined;
  }

  /** Removes the sweep of this tab once its runs are stored. */
  function clear(): void {
    const done = slot;
    slot = undefined;
    if (!done) return;
    void change(async () => {
      await runs.flush();
      await del(keyOf(done.id), work.store).finally(done.release);
    });
  }

  return {
    /** The interrupted sweeps that this tab can resume, its own first. */
    found,
    /** The interrupted sweeps that this version cannot resume. */
    unreadable,
    /** Looks for interrupted sweeps that no other tab trains. */
    find,
    /** Takes an interrupted sweep over; gives what makes it the one of this tab. Undefined if another tab has it. */
    async take({ id }: Pick<SavedSweep, "id">): Promise<(() => void) | undefined> {
      const claimed = await take(id, "work");
      if (!claimed) return undefined;
      return () => {
        clear(); // one sweep a tab
        slot = claimed;
      };
    },
    /** Stores what a sweep is to train; a browser that stores nothing trains it all the same. */
    save({ preset, axes, cells }: Grid): void {
      slot ??= slots.begin();
      const { id } = slot;
      void change(() => storeSweep(work, id, { version, preset, axes, cells }));
    },
    clear,
    /** Removes an interrupted sweep that no other tab has; it can be brought back. Its runs stay. */
    async discard({ id, ...grid }: SavedSweep): Promise<void> {
      const claimed = await take(id, "end");
      if (!claimed) return;
      void change(() => del(keyOf(id), work.store).finally(claimed.release));
      work.discarded.value = {
        preset: grid.preset,
        undo: async () => {
          await change(() => storeSweep(work, id, { version, ...grid })); // after it is removed
          notifyTabs();
          await find();
        },
      };
    },
  };
}

async function findSweeps(work: InterruptedWork, slots: TabSlots, look: () => Promise<void>) {
  const all = await keys<string>(work.store).catch(() => []);
  const ids = all.flatMap((key) => /^sweep (\S+)$/.exec(key)?.[1] ?? []);
  const found: SavedSweep[] = [];
  const unreadable: UnreadableWork[] = [];
  for (const id of await slots.free(ids)) {
    try {
      const stored = await get(keyOf(id), work.store);
      if (stored !== undefined) found.push({ ...parseSweep(stored), id }); // else another tab discarded it
    } catch (error) {
      unreadable.push(unreadableWork({ work, slots, id, key: keyOf(id), look }, error));
    }
  }
  return { found, unreadable };
}

/** Stores a sweep in a slot of its own. */
export const storeSweep = ({ store }: InterruptedWork, id: string, sweep: unknown): Promise<void> =>
  set(keyOf(id), sweep, store);

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

/** Whether a value is an array whose elements have an array under each of the names. */
const isListWith = <T>(found: readonly T[] | undefined, names: readonly (keyof T)[]): found is readonly T[] =>
  Array.isArray(found) && found.every((each) => names.every((name) => Array.isArray(each?.[name])));
