import { signal } from "@preact/signals";
import { del, entries, keys, set } from "idb-keyval";
import { version } from "../../config/version.ts";
import { entryOfFile, type RunEntry } from "../runData/runEntry.ts";
import { toBundle } from "../runData/toBundle.ts";
import { makeBundle, openRun } from "../workers/bundleClient.ts";
import { addRun, removeRun, restoreRun, runList } from "./runList.ts";
import { openStore } from "./storage.ts";
import { newId } from "./tabSlots.ts";

/** A run as the browser keeps it: its .zip, and what that does not hold. */
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

/** Why a run could not be kept, or one that was kept could not be opened. */
export const saveError = signal<{ readonly of: "kept" | "opened" | "read"; readonly reason: string } | undefined>(
  undefined,
);

/** The run that was removed last, and where it stood. */
export const removed = signal<{ readonly run: RunEntry; readonly place: number } | undefined>(undefined);

const store = openStore("icl-lab shelf", "runs");

/** A new key for a run that a slot of interrupted work stored until now: it names the slot. */
export const keyForSlot = (slot: string): string => `${newId()} ${slot}`;

/** The slots whose runs are kept here since: what they still hold is older. */
export async function savedSlots(): Promise<ReadonlySet<string>> {
  const all = await keys<string>(store).catch(() => []);
  return new Set(all.flatMap((key) => key.split(" ")[1] ?? []));
}

const ours = new Set<string>(); // keys of this page: what is under them is on the shelf, or in Train
let sizes: Map<string, number> | undefined; // bytes by key, oldest first; read once
let writing: Promise<void> = Promise.resolve(); // one change after another
let pending = 0; // changes that are not written yet

/** Whether something is being kept: a page that is left now would lose it. */
export const isSaving = (): boolean => pending > 0;

/** Once all that was to be kept so far is. */
export const flush = (): Promise<void> => writing;

/**
 * Keeps a run in this browser for after a reload, the oldest giving way; gives the key that it is kept under, a new one
 * or that of what it takes the place of. Calls `stored` once it is stored: what held it until then can be removed.
 */
export function save(run: Omit<RunEntry, "id">, key = newId(), stored: () => void = () => {}): string {
  ours.add(key);
  change(true, async () => {
    const { preset, unfinished, elsewhere } = run;
    const zip = await makeBundle(toBundle(run));
    const bundle: SavedRun = { version, preset, unfinished, ...(elsewhere !== undefined && { elsewhere }), zip };
    await set(key, bundle, store);
    stored();
    const known = await knownSizes();
    known.set(key, zip.length);
    for (const old of keysToEvict(known)) {
      await del(old, store);
      known.delete(old);
    }
  });
  return key;
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

/** Holds a run, and keeps it, under a key that something of it is kept under already, if there is one. */
export const addAndSave = (run: Omit<RunEntry, "id">, key?: string, stored?: () => void): string =>
  addRun({ ...run, key: save(run, key, stored) });

/** Lets a run go, from the browser's store too; `putBack` brings it back. */
export function remove(run: RunEntry): void {
  removed.value = { run, place: runList.value.findIndex(({ id }) => id === run.id) };
  removeRun(run.id);
  clearSaved(run);
}

/** Forgets that a run was kept. */
export function clearSaved({ key }: Pick<RunEntry, "key">): void {
  if (key === undefined) return;
  change(false, async () => {
    await del(key, store);
    sizes?.delete(key);
  });
}

/** Brings back what was removed last. */
export function undoRemove(): void {
  const last = removed.value;
  removed.value = undefined;
  if (!last) return;
  const { key, ...run } = last.run;
  restoreRun(key === undefined ? run : { ...run, key: save(run) }, last.place);
}

let holding: Promise<void> | undefined;

/** Holds the runs that an earlier page of this browser kept, once. */
export function restoreAll(): Promise<void> {
  holding ??= holdEach();
  return holding;
}

const findEach = async () => entries<string, unknown>(store);

async function holdEach(): Promise<void> {
  const found = await findEach().catch(() => []); // a browser that keeps nothing has kept nothing
  for (const [key, value] of found.sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (ours.has(key)) continue;
    const bundle = readOrForget(key, value);
    if (!bundle) continue;
    try {
      const opened = entryOfFile(await openRun(bundle.zip.slice()), bundle.elsewhere ?? "");
      const { preset, unfinished } = bundle;
      const goesOn = unfinished && bundle.version === version && opened.unfinished;
      addRun({ ...opened, preset, origin: "kept", unfinished: goesOn, key });
    } catch (error) {
      saveError.value = { of: "opened", reason: reasonOf(error) }; // it stays stored: the fault may lie elsewhere
    }
  }
}

function readOrForget(key: string, value: unknown): SavedRun | undefined {
  try {
    return parseSavedRun(value);
  } catch (error) {
    clearSaved({ key });
    saveError.value = { of: "read", reason: reasonOf(error) };
    return undefined;
  }
}

/** Of something found in the browser's store. Throws one sentence where it is no run. */
export function parseSavedRun(found: unknown): SavedRun {
  const { version: by, preset, unfinished, elsewhere, zip } = (found ?? {}) as Partial<SavedRun>;
  const whole = typeof by === "string" && typeof preset === "string" && typeof unfinished === "boolean";
  if (!whole || !(zip instanceof Uint8Array)) throw new Error("what was kept is no run");
  return { version: by, preset, unfinished, zip, ...(typeof elsewhere === "string" && { elsewhere }) };
}

async function knownSizes(): Promise<Map<string, number>> {
  if (!sizes) {
    const found = await entries<string, unknown>(store);
    const read = found.map(([key, value]) => [key, (value as Partial<SavedRun>).zip?.length ?? 0] as const);
    sizes = new Map(read.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return sizes;
}

function change(tells: boolean, act: () => Promise<void>): void {
  pending += 1;
  writing = writing
    .then(act)
    .catch((error: unknown) => {
      if (tells) saveError.value = { of: "kept", reason: reasonOf(error) };
    })
    .finally(() => {
      pending -= 1;
    });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
