import { signal } from "@preact/signals";
import { delMany, get, getMany, keys, setMany } from "idb-keyval";
import type { Row } from "../../comparison/row.ts";
import { parseStoredConfig } from "../../config/migrate.ts";
import { presetConfig } from "../../config/presets.ts";
import { version } from "../../config/version.ts";
import type { ResumePoint, RunState } from "../runData/runState.ts";
import { discarded } from "./discarded.ts";
import { interruptedStore, type UnreadableWork, unreadableWork } from "./interruptedRuns.ts";
import { savedSlots } from "./savedRuns.ts";
import { tellTabs } from "./tabLocks.ts";
import { type TabSlot, tabSlots } from "./tabSlots.ts";

/** A run under way as the browser stores it: enough to resume from its last checkpoint after a reload or a crash. */
export interface Autosave extends ResumePoint {
  readonly id: string; // of its slot
  readonly version: string; // of the code that trained it
}

/** The interrupted runs that this tab can resume, its own first. */
export const autosaves = signal<readonly Autosave[]>([]);

/** The interrupted runs that this version cannot resume. */
export const unreadableRuns = signal<readonly UnreadableWork[]>([]);

/** The place where this tab stores the run that it trains. */
export interface RunSlot {
  readonly id: string;
  /** Stores a run as it stood at its last checkpoint. Rejects with the browser's reason. */
  keep(run: RunState): Promise<void>;
  /** Removes what is stored. */
  remove(): Promise<void>;
}

/** What is written at every checkpoint. */
interface KeptHead extends Omit<Autosave, "rows" | "id"> {
  readonly parts: number; // of the rows, so that those of an evaluation are written once
}

const slots = tabSlots("run");
const headKey = (id: string) => `run ${id}`;
const rowsKey = (id: string, part: number) => `${headKey(id)} rows ${part}`;

let searches = 0;

/** Looks for interrupted runs that no other tab trains. */
export async function findAutosaves(): Promise<void> {
  searches += 1;
  const search = searches;
  const all = await keys<string>(interruptedStore).catch(() => []);
  const ids = all.flatMap((key) => /^run (\S+)$/.exec(key)?.[1] ?? []);
  const saved = await savedSlots();
  const found: Autosave[] = [];
  const unreadable: UnreadableWork[] = [];
  for (const id of await slots.free(ids)) {
    if (saved.has(id)) {
      if (!cleared.has(id)) await clearSlot(id); // the page was closed before it could
      continue;
    }
    try {
      const run = autosaves.peek().find((each) => each.id === id) ?? (await readSlot(id));
      if (run) found.push(run);
    } catch (error) {
      unreadable.push(unreadableWork({ slots, id, key: headKey(id), look: findAutosaves }, error));
    }
  }
  if (search !== searches) return; // a later search knows better
  autosaves.value = found;
  unreadableRuns.value = unreadable;
}

/** The run in a slot; undefined if the slot is empty. Throws one sentence if this version cannot resume it. */
async function readSlot(id: string): Promise<Autosave | undefined> {
  const head = await get<Partial<KeptHead>>(headKey(id), interruptedStore);
  if (!head) return undefined;
  const { parts, ...run } = head;
  if (parts === undefined || !Number.isSafeInteger(parts) || parts < 0)
    throw new Error("expected how many parts its measurements have, got something else");
  const rows = await getMany<readonly Row[]>(
    Array.from({ length: parts }, (_, part) => rowsKey(id, part)),
    interruptedStore,
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

/** A slot for a run that begins in this tab. */
export const newRunSlot = (): RunSlot => runSlot(slots.begin());

/** Takes an interrupted run over, to train it or to remove it, as it was stored last; undefined if another tab has it. */
export async function takeAutosave(
  { id }: Pick<Autosave, "id">,
  why: "work" | "end",
): Promise<{ run: Autosave; slot: RunSlot } | undefined> {
  const taken = await slots.take(id, why);
  const run = taken && (await readSlot(id).catch(() => undefined));
  autosaves.value = autosaves.value.filter((each) => each.id !== id);
  if (!taken || run) return taken && run && { run, slot: runSlot(taken) };
  taken.release(); // another tab discarded it
  return undefined;
}

const cleared = new Set<string>(); // by this page, or it tried to: once is enough

async function clearSlot(id: string): Promise<void> {
  cleared.add(id);
  const taken = await slots.take(id, "end");
  if (taken) await runSlot(taken).remove();
}

/** Removes an interrupted run that no other tab has; it can be brought back. */
export async function discardAutosave(kept: Autosave): Promise<void> {
  const taken = await takeAutosave(kept, "end");
  if (!taken) return;
  await taken.slot.remove();
  discarded.value = {
    preset: kept.preset,
    undo: async () => {
      await storeAutosave(taken.run);
      tellTabs();
      await findAutosaves();
    },
  };
}

/** Stores an interrupted run in a slot that no tab works at. */
export const storeAutosave = ({ id, rows, ...run }: Autosave): Promise<void> =>
  storeEntries(id, { ...run, parts: 1 }, [[0, rows]]);

/** Stores the entries of an interrupted run in a slot that no tab works at, as they are. */
export const storeEntries = (id: string, head: unknown, parts: readonly (readonly [number, unknown])[]) =>
  setMany(
    [
      [headKey(id), head] as [string, unknown],
      ...parts.map(([part, rows]) => [rowsKey(id, part), rows] as [string, unknown]),
    ],
    interruptedStore,
  );

function runSlot({ id, release }: TabSlot): RunSlot {
  let written = { rows: 0, parts: 0 };
  let writing: Promise<void> = Promise.resolve();
  let next: Autosave | undefined; // the newest not yet written: those between are left out

  /** Writes what was not written yet, all or nothing. */
  async function write({ id, rows, ...run }: Autosave): Promise<void> {
    const fresh = rows.slice(written.rows);
    const parts = written.parts + (fresh.length > 0 ? 1 : 0);
    const added = fresh.length > 0 ? [[written.parts, fresh] as const] : [];
    const head: KeptHead = { ...run, parts };
    await storeEntries(id, head, added);
    written = { rows: rows.length, parts };
  }

  return {
    id,
    async keep({ preset, config, rows, losses, log, checkpoint }) {
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
          const all = await keys<string>(interruptedStore);
          await delMany(
            all.filter((key) => key === headKey(id) || key.startsWith(`${headKey(id)} `)),
            interruptedStore,
          );
        })
        .catch(() => {}) // a browser that stores nothing has nothing to remove
        .finally(release);
      return writing;
    },
  };
}
