import { signal } from "@preact/signals";
import { delMany, get, getMany, keys, setMany } from "idb-keyval";
import type { Row } from "../../comparison/row.ts";
import { parseStoredConfig } from "../../config/migrate.ts";
import { presetConfig } from "../../config/presets.ts";
import { version } from "../../config/version.ts";
import type { ResumePoint, Run } from "../runData/run.ts";
import type { RunState } from "../runData/runState.ts";
import { type InterruptedWork, type UnreadableWork, unreadableWork } from "./interruptedRuns.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";
import { notifyTabs } from "./tabLocks.ts";
import { type TabSlot, tabSlots } from "./tabSlots.ts";

/** A run under way as the browser stores it: enough to resume from its last checkpoint after a reload or a crash. */
export interface Autosave extends ResumePoint {
  readonly version: string; // of the code that trained it
}

/** The place where this tab stores the run that it trains. */
export interface RunSlot {
  readonly id: string;
  /** Stores a run at its last checkpoint. Rejects with the browser's reason. */
  save(run: RunState): Promise<void>;
  /** Removes what is stored. */
  remove(): Promise<void>;
}

/** What is written at every checkpoint. */
interface SlotHead extends Omit<Autosave, "rows" | "id"> {
  readonly parts: number; // of the rows, so that those of an evaluation are written once
}

const headKey = (id: string) => `run ${id}`;
const rowsKey = (id: string, part: number) => `${headKey(id)} rows ${part}`;

/** The runs that tabs of this browser left interrupted. */
export type Autosaves = ReturnType<typeof createAutosaves>;

export function createAutosaves(work: InterruptedWork, runs: RunStore, saved: Pick<SavedRuns, "slots">) {
  const slots = tabSlots("run");
  const unreadable = signal<readonly UnreadableWork[]>([]);
  const cleared = new Set<string>(); // by this page, or it tried to: once is enough
  let searches = 0;

  async function clearSlot(id: string): Promise<void> {
    if (cleared.has(id)) return;
    cleared.add(id);
    const claimed = await slots.take(id, "end");
    if (claimed) await runSlot(work, claimed).remove();
  }

  /** Looks for interrupted runs that no other tab trains. */
  async function find(): Promise<void> {
    searches += 1;
    const search = searches;
    const ids = await storedIds(work);
    const savedSlots = await saved.slots();
    const found: Run[] = [];
    const others: UnreadableWork[] = [];
    for (const id of await slots.free(ids)) {
      if (savedSlots.has(id)) {
        await clearSlot(id); // the page was closed before it could
        continue;
      }
      try {
        const known = runs.interrupted.peek().find((each) => each.id === id);
        const autosave = known ? undefined : await readSlot(work, id);
        if (known) found.push(known);
        else if (autosave) found.push(interruptedRun(autosave));
      } catch (error) {
        others.push(unreadableWork({ work, slots, id, key: headKey(id), look: find }, error));
      }
    }
    if (search !== searches) return; // a later search knows better
    runs.setInterrupted(found);
    unreadable.value = others;
  }

  /** Takes an interrupted run over, to train it or to remove it, as it was stored last; undefined if another tab has it. */
  async function take({ id }: Pick<Run, "id">, why: "work" | "end") {
    const claimed = await slots.take(id, why);
    const run = claimed && (await readSlot(work, id).catch(() => undefined));
    runs.setInterrupted(runs.interrupted.peek().filter((each) => each.id !== id));
    if (!claimed || run) return claimed && run && { run, slot: runSlot(work, claimed) };
    claimed.release(); // another tab discarded it
    return undefined;
  }

  return {
    /** The interrupted runs that this version cannot resume. */
    unreadable,
    find,
    take,
    /** A slot for a run that begins in this tab. */
    newSlot: (): RunSlot => runSlot(work, slots.begin()),
    /** Removes an interrupted run that no other tab has; it can be brought back. */
    async discard(run: Run): Promise<void> {
      const claimed = await take(run, "end");
      if (!claimed) return;
      await claimed.slot.remove();
      const undo = async () => {
        await storeAutosave(work, claimed.run);
        notifyTabs();
        await find();
      };
      work.discarded.value = { preset: run.preset, undo };
    },
  };
}

/** An interrupted run, as the page knows it. */
export function interruptedRun({ step, bytes, version: by, ...run }: Autosave): Run {
  const other = by === version ? {} : { version: by };
  return { ...run, status: "interrupted", origin: "tab", checkpoint: { step, bytes }, ...other };
}

/** The slots in which a run is stored. */
async function storedIds({ store }: InterruptedWork): Promise<readonly string[]> {
  const all = await keys<string>(store).catch(() => []);
  return all.flatMap((key) => /^run (\S+)$/.exec(key)?.[1] ?? []);
}

/** The run in a slot; undefined if the slot is empty. Throws one sentence if this version cannot resume it. */
async function readSlot({ store }: InterruptedWork, id: string): Promise<Autosave | undefined> {
  const head = await get<Partial<SlotHead>>(headKey(id), store);
  if (!head) return undefined;
  const { parts, ...run } = head;
  if (parts === undefined || !Number.isSafeInteger(parts) || parts < 0)
    throw new Error("expected how many parts its measurements have, got something else");
  const rows = await getMany<readonly Row[]>(
    Array.from({ length: parts }, (_, part) => rowsKey(id, part)),
    store,
  );
  return parseAutosave(id, { ...run, rows: rows.every(Array.isArray) ? rows.flat() : undefined });
}

/** An interrupted run from what was found in the browser's store. Throws one sentence if this version cannot resume it. */
export function parseAutosave(id: string, found: unknown): Autosave {
  const { version: by, preset, config, rows, losses, log, step, bytes } = (found ?? {}) as Partial<Autosave>;
  const lists = Array.isArray(rows) && Array.isArray(losses) && Array.isArray(log);
  const complete = lists && bytes instanceof Uint8Array && Number.isInteger(step);
  if (typeof by !== "string" || !complete || typeof preset !== "string")
    throw new Error("expected its version, preset, measurements and checkpoint, got only a part of them");
  presetConfig(preset);
  return { id, version: by, preset, config: parseStoredConfig(config), rows, losses, log, step: step as number, bytes };
}

/** Stores an interrupted run in a slot that no tab works at. */
const storeAutosave = (work: InterruptedWork, { id, rows, ...run }: Autosave): Promise<void> =>
  storeEntries(work, id, { ...run, parts: 1 }, [[0, rows]]);

/** Stores the entries of an interrupted run in a slot that no tab works at, as they are. */
export const storeEntries = (
  { store }: InterruptedWork,
  id: string,
  head: unknown,
  parts: readonly (readonly [number, unknown])[],
) =>
  setMany(
    [
      [headKey(id), head] as [string, unknown],
      ...parts.map(([part, rows]) => [rowsKey(id, part), rows] as [string, unknown]),
    ],
    store,
  );

function runSlot(work: InterruptedWork, { id, release }: TabSlot): RunSlot {
  let written = { rows: 0, parts: 0 };
  let writing: Promise<void> = Promise.resolve();
  let next: Autosave | undefined; // the newest not yet written: those between are left out

  /** Writes what was not written yet, all or nothing. */
  async function write({ id, rows, ...run }: Autosave): Promise<void> {
    const fresh = rows.slice(written.rows);
    const parts = written.parts + (fresh.length > 0 ? 1 : 0);
    const added = fresh.length > 0 ? [[written.parts, fresh] as const] : [];
    const head: SlotHead = { ...run, parts };
    await storeEntries(work, id, head, added);
    written = { rows: rows.length, parts };
  }

  return {
    id,
    async save({ preset, config, rows, losses, log, checkpoint }) {
      if (!checkpoint) return;
      const { step, bytes } = checkpoint;
      const own = rows.filter(({ at }) => at.step !== undefined && at.step <= step); // the run makes the others anew
      const until = { losses: losses.slice(0, step), log: log.filter((each) => each.step <= step) };
      const first = next === undefined;
      next = { id, version, preset, config, rows: own, ...until, step, bytes };
      if (first)
        writing = writing
          .catch(() => {})
          .then(() => {
            const newest = next;
            next = undefined;
            return newest && write(newest);
          });
      await writing;
    },
    remove() {
      next = undefined;
      writing = writing
        .catch(() => {})
        .then(async () => {
          const all = await keys<string>(work.store);
          await delMany(
            all.filter((key) => key === headKey(id) || key.startsWith(`${headKey(id)} `)),
            work.store,
          );
        })
        .catch(() => {}) // a browser that stores nothing has nothing to remove
        .finally(release);
      return writing;
    },
  };
}
