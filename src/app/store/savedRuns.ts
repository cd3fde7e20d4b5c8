import { signal } from "@preact/signals";
import { del, entries, keys, set, type UseStore } from "idb-keyval";
import { version } from "../../config/version.ts";
import { entryOfFile, type RunEntry } from "../runData/runEntry.ts";
import { toBundle } from "../runData/toBundle.ts";
import { makeBundle, openRun } from "../workers/bundleClient.ts";
import type { RunStore } from "./runStore.ts";
import type { BrowserStorage } from "./storage.ts";
import { newId } from "./tabSlots.ts";

/** A run as the browser stores it: its .zip, and what that does not hold. */
export interface SavedRun {
  readonly version: string; // of the code that trained it
  readonly preset: string;
  readonly unfinished: boolean;
  readonly elsewhere?: string;
  readonly zip: Uint8Array;
}

/** What of the runs that are not in training is kept for after a reload: the newest. */
export const MAX_SAVED = 24;
export const MAX_SAVED_BYTES = 64 * 2 ** 20;

/** A new key for a run that a slot of interrupted work stored until now: it names the slot. */
export const keyForSlot = (slot: string): string => `${newId()} ${slot}`;

/** Why a run could not be stored, or one that was stored could not be opened. */
interface SaveError {
  readonly of: "kept" | "opened" | "read";
  readonly reason: string;
}

/** The runs that this browser stores for after a reload. */
export type SavedRuns = ReturnType<typeof createSavedRuns>;

export function createSavedRuns(storage: BrowserStorage, runs: RunStore) {
  const store = storage.open("icl-lab shelf", "runs");
  const saveError = signal<SaveError | undefined>(undefined);
  const removed = signal<{ readonly run: RunEntry; readonly place: number } | undefined>(undefined);
  const ours = new Set<string>(); // keys of this page: what is under them is in Runs, or in Train
  const writer = createWriter(store);
  let loading: Promise<void> | undefined;

  /**
   * Stores a run in this browser for after a reload, the oldest giving way; gives the key that it is stored under, a
   * new one or that of what it takes the place of. Calls `stored` once it is stored: what stored it until then can be
   * removed.
   */
  function save(run: Omit<RunEntry, "id">, key = newId(), stored: () => void = () => {}): string {
    ours.add(key);
    writer.put(key, run, stored).catch((error: unknown) => {
      saveError.value = { of: "kept", reason: reasonOf(error) };
    });
    return key;
  }

  /** Forgets that a run was stored. */
  function clear({ key }: Pick<RunEntry, "key">): void {
    if (key !== undefined) writer.delete(key).catch(() => {});
  }

  return {
    saveError,
    /** The run that was removed last, and where it stood. */
    removed,
    isSaving: writer.isWriting,
    flush: writer.flush,
    save,
    clear,
    /** The slots whose runs are stored here since: what they still hold is older. */
    async slots(): Promise<ReadonlySet<string>> {
      const all = await keys<string>(store).catch(() => []);
      return new Set(all.flatMap((key) => key.split(" ")[1] ?? []));
    },
    /** Adds a run to Runs, and stores it, under a key that something of it is stored under already, if there is one. */
    add: (run: Omit<RunEntry, "id">, key?: string, stored?: () => void): string =>
      runs.add({ ...run, key: save(run, key, stored) }),
    /** Removes a run, from the browser's store too; `undoRemove` brings it back. */
    remove(run: RunEntry): void {
      removed.value = { run, place: runs.list.value.findIndex(({ id }) => id === run.id) };
      runs.remove(run.id);
      clear(run);
    },
    /** Brings back what was removed last. */
    undoRemove(): void {
      const last = removed.value;
      removed.value = undefined;
      if (!last) return;
      const { key, ...run } = last.run;
      runs.restore(key === undefined ? run : { ...run, key: save(run) }, last.place);
    },
    /** Adds the runs that an earlier page of this browser stored, once. */
    load(): Promise<void> {
      const tell = (of: SaveError["of"], error: unknown) => {
        saveError.value = { of, reason: reasonOf(error) };
      };
      loading ??= loadEach({ store, runs, isOurs: (key) => ours.has(key), clear, tell });
      return loading;
    },
  };
}

/** Writes to the store of runs, one change after another. */
function createWriter(store: UseStore) {
  let sizes: Map<string, number> | undefined; // bytes by key, oldest first; read once
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

  return {
    /** Whether something is being stored: a page that is left now would lose it. */
    isWriting: (): boolean => pending > 0,
    /** Once all that was to be stored so far is. */
    flush: (): Promise<unknown> => writing,
    put: (key: string, run: Omit<RunEntry, "id">, stored: () => void) =>
      change(async () => {
        const { preset, unfinished, elsewhere } = run;
        const zip = await makeBundle(toBundle(run));
        const bundle: SavedRun = { version, preset, unfinished, ...(elsewhere !== undefined && { elsewhere }), zip };
        await set(key, bundle, store);
        stored();
        sizes ??= await readSizes(store);
        sizes.set(key, zip.length);
        for (const old of keysToEvict(sizes)) {
          await del(old, store);
          sizes.delete(old);
        }
      }),
    delete: (key: string) =>
      change(async () => {
        await del(key, store);
        sizes?.delete(key);
      }),
  };
}

async function readSizes(store: UseStore): Promise<Map<string, number>> {
  const found = await entries<string, unknown>(store);
  const read = found.map(([key, value]) => [key, (value as Partial<SavedRun>).zip?.length ?? 0] as const);
  return new Map(read.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Of runs by their size, oldest first, the keys of those that are more than is kept; the newest stays, whatever its size. */
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
  readonly isOurs: (key: string) => boolean;
  readonly clear: (run: Pick<RunEntry, "key">) => void;
  readonly tell: (of: SaveError["of"], error: unknown) => void;
}

async function loadEach({ store, runs, isOurs, clear, tell }: Loading): Promise<void> {
  const found = await entries<string, unknown>(store).catch(() => []); // a browser that stores nothing has nothing
  for (const [key, value] of found.sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (isOurs(key)) continue;
    let bundle: SavedRun;
    try {
      bundle = parseSavedRun(value);
    } catch (error) {
      clear({ key });
      tell("read", error);
      continue;
    }
    try {
      const opened = entryOfFile(await openRun(bundle.zip.slice()), bundle.elsewhere ?? "");
      const { preset, unfinished } = bundle;
      const goesOn = unfinished && bundle.version === version && opened.unfinished;
      runs.add({ ...opened, preset, origin: "kept", unfinished: goesOn, key });
    } catch (error) {
      tell("opened", error); // it stays stored: the fault may lie elsewhere
    }
  }
}

/** Of something found in the browser's store. Throws one sentence where it is no run. */
export function parseSavedRun(found: unknown): SavedRun {
  const { version: by, preset, unfinished, elsewhere, zip } = (found ?? {}) as Partial<SavedRun>;
  const whole = typeof by === "string" && typeof preset === "string" && typeof unfinished === "boolean";
  if (!whole || !(zip instanceof Uint8Array)) throw new Error("what was kept is no run");
  return { version: by, preset, unfinished, zip, ...(typeof elsewhere === "string" && { elsewhere }) };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
