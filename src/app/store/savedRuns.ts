import { signal } from "@preact/signals";
import { del, entries, keys, set, type UseStore } from "idb-keyval";
import { version } from "../../config/version.ts";
import { errorMessage } from "../../text/errorMessage.ts";
import { type Run, runOfFile } from "../runData/run.ts";
import { toBundle } from "../runData/toBundle.ts";
import { makeBundle, openRun } from "../workers/bundleClient.ts";
import type { RunStore } from "./runStore.ts";
import type { BrowserStorage } from "./storage.ts";
import { newId } from "./tabSlots.ts";

/** A run as the browser stores it: its .zip, and what the .zip does not contain. */
export interface SavedRun {
  readonly version: string; // of the code that trained it
  readonly preset: string;
  readonly unfinished: boolean;
  readonly elsewhere?: string;
  readonly savedAt?: string; // when it was stored first, as ids are written; older versions put it into the key
  readonly zip: Uint8Array;
}

/** Limits of the runs that the browser stores. The newest are kept. */
export const MAX_SAVED = 24;
export const MAX_SAVED_BYTES = 64 * 2 ** 20;

/** Why a run could not be stored, or one that was stored could not be opened. */
interface SaveError {
  readonly of: "save" | "opened" | "read";
  readonly reason: string;
}

/** The runs that this browser stores for after a reload. */
export type SavedRuns = ReturnType<typeof createSavedRuns>;

export function createSavedRuns(storage: BrowserStorage, runs: RunStore) {
  const store = storage.open("icl-lab shelf", "runs");
  const saveError = signal<SaveError | undefined>(undefined);
  const removed = signal<{ readonly run: Run; readonly place: number } | undefined>(undefined);
  const ours = new Set<string>(); // ids of runs that this page stored
  const times = new Map<string, string>(); // when each was stored first, by id
  const writer = createWriter(store);
  let loading: Promise<void> | undefined;

  /**
   * Stores a run in this browser and evicts the oldest ones. Calls `stored` once it is stored: its autosave can then be
   * removed.
   */
  function save(run: Run, stored: () => void = () => {}): void {
    ours.add(run.id);
    const savedAt = times.get(run.id) ?? newId();
    times.set(run.id, savedAt);
    writer.put(run, savedAt, stored).catch((error: unknown) => {
      saveError.value = { of: "save", reason: errorMessage(error) };
    });
  }

  /** Forgets that a run was stored. */
  function clear(id: string): void {
    times.delete(id);
    writer.delete(id).catch(() => {});
  }

  return {
    saveError,
    /** The run that was removed last, and its index. */
    removed,
    isSaving: writer.isWriting,
    flush: writer.flush,
    save,
    clear,
    /** The slots whose runs are stored here: their autosaves are older. */
    async slots(): Promise<ReadonlySet<string>> {
      const all = await keys<string>(store).catch(() => []);
      return new Set(all.map(slotOfKey));
    },
    /** Adds a run to Runs, and stores it. */
    add(run: Run, stored?: () => void): void {
      runs.add(run);
      save(run, stored);
    },
    /** Removes a run, from the browser's store too; `undoRemove` brings it back. */
    remove(run: Run): void {
      removed.value = { run, place: runs.list.value.findIndex(({ id }) => id === run.id) };
      runs.remove(run.id);
      clear(run.id);
    },
    /** Restores the run that was removed last. */
    undoRemove(): void {
      const last = removed.value;
      removed.value = undefined;
      if (!last) return;
      runs.restore(last.run, last.place);
      if (last.run.origin !== "recorded") save(last.run);
    },
    /** Adds the runs that an earlier page of this browser stored, once. */
    load(): Promise<void> {
      const report = (of: SaveError["of"], error: unknown) => {
        saveError.value = { of, reason: errorMessage(error) };
      };
      loading ??= loadEach({ store, runs, isOurs: (id) => ours.has(id), times, clear, report });
      return loading;
    },
  };
}

/**
 * The slot that a run was in while it trained, by its key in the store: the run's id. Older versions wrote two ids: of the
 * time when it was stored, and of the slot.
 */
const slotOfKey = (key: string): string => key.split(" ").at(-1) as string;

/** Writes to the store of runs, one change after another. */
function createWriter(store: UseStore) {
  let known: Map<string, number> | undefined; // bytes by id, oldest first; read once
  let writing: Promise<unknown> = Promise.resolve();
  let pending = 0; // changes that are not written yet

  function change(act: () => Promise<void>): Promise<void> {
    pending += 1;
    const done = writing.then(act).finally(() => {
      pending -= 1;
    });
    writing = done.catch(() => {});
    return done;
  }

  async function put(run: Run, savedAt: string, stored: () => void): Promise<void> {
    const zip = await makeBundle(toBundle(run));
    const saved: SavedRun = {
      version: run.version ?? version,
      preset: run.preset,
      unfinished: run.status !== "done",
      ...(run.elsewhere !== undefined && { elsewhere: run.elsewhere }),
      savedAt,
      zip,
    };
    await set(run.id, saved, store);
    stored();
    known ??= await readSizes(store);
    known.set(run.id, zip.length);
    for (const old of keysToEvict(known)) {
      await del(old, store);
      known.delete(old);
    }
  }

  return {
    /** Whether something is being stored: a page that is left now would lose it. */
    isWriting: (): boolean => pending > 0,
    /** Resolves when all pending writes are done. */
    flush: (): Promise<unknown> => writing,
    put: (run: Run, savedAt: string, stored: () => void) => change(() => put(run, savedAt, stored)),
    delete: (id: string) =>
      change(async () => {
        await del(id, store);
        known?.delete(id);
      }),
  };
}

/** The time when a run was stored first, which sorts as a text. */
const savedAtOf = (key: string, found: unknown): string => String((found as Partial<SavedRun>)?.savedAt ?? key);

/** What is stored, oldest first. */
async function readEach(store: UseStore): Promise<(readonly [string, unknown])[]> {
  const found = await entries<string, unknown>(store);
  return found.sort((a, b) => (savedAtOf(...a) < savedAtOf(...b) ? -1 : 1));
}

async function readSizes(store: UseStore): Promise<Map<string, number>> {
  const all = await readEach(store);
  return new Map(all.map(([key, found]) => [key, (found as Partial<SavedRun>)?.zip?.length ?? 0]));
}

/** The keys to evict, from sizes by key, oldest first: runs beyond the limits. The newest always stays. */
export function keysToEvict(known: ReadonlyMap<string, number>): string[] {
  const newest = [...known].toReversed();
  let [bytes, over] = [0, false];
  return newest.flatMap(([key, size], k) => {
    bytes += size;
    over ||= k > 0 && (k >= MAX_SAVED || bytes > MAX_SAVED_BYTES);
    return over ? [key] : [];
  });
}

interface Loading {
  readonly store: UseStore;
  readonly runs: RunStore;
  readonly isOurs: (id: string) => boolean;
  readonly times: Map<string, string>;
  readonly clear: (id: string) => void;
  readonly report: (of: SaveError["of"], error: unknown) => void;
}

async function loadEach({ store, runs, isOurs, times, clear, report }: Loading): Promise<void> {
  const all = await readEach(store).catch(() => []); // a browser that stores nothing has nothing
  for (const [id, found] of all) {
    if (isOurs(id)) continue;
    let saved: SavedRun;
    try {
      saved = parseSavedRun(found);
    } catch (error) {
      clear(id);
      report("read", error);
      continue;
    }
    try {
      const run = await openSaved(id, saved);
      times.set(id, savedAtOf(id, found));
      runs.add(run);
    } catch (error) {
      report("opened", error); // it stays stored: the fault may lie elsewhere
    }
  }
}

/** A run from the browser's store; its key is its id. */
async function openSaved(id: string, { zip, elsewhere, preset, unfinished, version: by }: SavedRun): Promise<Run> {
  const opened = runOfFile(id, await openRun(zip.slice()), elsewhere ?? "");
  const status = unfinished ? opened.status : "done";
  return { ...opened, preset, origin: "saved", status, ...(status !== "done" && by !== version && { version: by }) };
}

/** Parses a stored value. Throws if it is not a run. */
export function parseSavedRun(found: unknown): SavedRun {
  const { version: by, preset, unfinished, elsewhere, savedAt, zip } = (found ?? {}) as Partial<SavedRun>;
  const whole = typeof by === "string" && typeof preset === "string" && typeof unfinished === "boolean";
  if (!whole || !(zip instanceof Uint8Array)) throw new Error("the stored data is not a run");
  return {
    ...{ version: by, preset, unfinished, zip },
    ...(typeof elsewhere === "string" && { elsewhere }),
    ...(typeof savedAt === "string" && { savedAt }),
  };
}
