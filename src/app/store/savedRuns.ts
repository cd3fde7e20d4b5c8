import { signal } from "@preact/signals";
import { del, entries, set } from "idb-keyval";
import { version } from "../../config/version.ts";
import { type HeldRun, heldOfFile } from "../runData/runEntry.ts";
import { bundleOf } from "../runData/toBundle.ts";
import { makeBundle, openRun } from "../workers/bundleClient.ts";
import { hold, letGo, shelf, takeBack } from "./runList.ts";
import { openStore } from "./storage.ts";
import { newId } from "./tabSlots.ts";

/** A run as the browser keeps it: its .zip, and what that does not hold. */
export interface KeptBundle {
  readonly version: string; // of the code that trained it
  readonly preset: string;
  readonly unfinished: boolean;
  readonly elsewhere?: string;
  readonly zip: Uint8Array;
}

/** What of the runs that are not in training is kept for after a reload: the newest. */
export const MOST_KEPT = 24;
export const MOST_KEPT_BYTES = 64 * 2 ** 20;

/** Why a run could not be kept, or one that was kept could not be opened. */
export const notKept = signal<{ readonly of: "kept" | "opened" | "read"; readonly reason: string } | undefined>(
  undefined,
);

/** The run that was removed last, and where it stood. */
export const removed = signal<{ readonly run: HeldRun; readonly place: number } | undefined>(undefined);

const store = openStore("icl-lab shelf", "runs");

const ours = new Set<string>(); // keys of this page: what is under them is on the shelf, or in Train
let sizes: Map<string, number> | undefined; // bytes by key, oldest first; read once
let writing: Promise<void> = Promise.resolve(); // one change after another
let pending = 0; // changes that are not written yet

/** Whether something is being kept: a page that is left now would lose it. */
export const isKeeping = (): boolean => pending > 0;

/** Once all that was to be kept so far is. */
export const allKept = (): Promise<void> => writing;

/**
 * Keeps a run in this browser for after a reload, the oldest giving way; gives the key that it is kept under, a new one
 * or that of what it takes the place of. Calls `stored` once it is stored: what held it until then can be removed.
 */
export function keep(run: Omit<HeldRun, "id">, key = newId(), stored: () => void = () => {}): string {
  ours.add(key);
  change(true, async () => {
    const { preset, unfinished, elsewhere } = run;
    const zip = await makeBundle(bundleOf(run));
    const bundle: KeptBundle = { version, preset, unfinished, ...(elsewhere !== undefined && { elsewhere }), zip };
    await set(key, bundle, store);
    stored();
    const known = await knownSizes();
    known.set(key, zip.length);
    for (const old of tooMuch(known)) {
      await del(old, store);
      known.delete(old);
    }
  });
  return key;
}

/** Of runs by their size, oldest first, the keys of those that are more than is kept; the newest stays, whatever its size. */
export function tooMuch(known: ReadonlyMap<string, number>): string[] {
  const newest = [...known].toReversed();
  let [bytes, over] = [0, false];
  return newest.flatMap(([key, size], k) => {
    bytes += size;
    over ||= k > 0 && (k >= MOST_KEPT || bytes > MOST_KEPT_BYTES);
    return over ? [key] : [];
  });
}

/** Holds a run, and keeps it, under a key that something of it is kept under already, if there is one. */
export const holdAndKeep = (run: Omit<HeldRun, "id">, key?: string, stored?: () => void): string =>
  hold({ ...run, key: keep(run, key, stored) });

/** Lets a run go, from the browser's store too; `putBack` brings it back. */
export function remove(run: HeldRun): void {
  removed.value = { run, place: shelf.value.findIndex(({ id }) => id === run.id) };
  letGo(run.id);
  forget(run);
}

/** Forgets that a run was kept. */
export function forget({ key }: Pick<HeldRun, "key">): void {
  if (key === undefined) return;
  change(false, async () => {
    await del(key, store);
    sizes?.delete(key);
  });
}

/** Brings back what was removed last. */
export function putBack(): void {
  const last = removed.value;
  removed.value = undefined;
  if (!last) return;
  const { key, ...run } = last.run;
  takeBack(key === undefined ? run : { ...run, key: keep(run) }, last.place);
}

let holding: Promise<void> | undefined;

/** Holds the runs that an earlier page of this browser kept, once. */
export function holdKept(): Promise<void> {
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
      const opened = heldOfFile(await openRun(bundle.zip.slice()), bundle.elsewhere ?? "");
      const { preset, unfinished } = bundle;
      const goesOn = unfinished && bundle.version === version && opened.unfinished;
      hold({ ...opened, preset, origin: "kept", unfinished: goesOn, key });
    } catch (error) {
      notKept.value = { of: "opened", reason: reasonOf(error) }; // it stays stored: the fault may lie elsewhere
    }
  }
}

function readOrForget(key: string, value: unknown): KeptBundle | undefined {
  try {
    return readBundle(value);
  } catch (error) {
    forget({ key });
    notKept.value = { of: "read", reason: reasonOf(error) };
    return undefined;
  }
}

/** Of something found in the browser's store. Throws one sentence where it is no run. */
export function readBundle(found: unknown): KeptBundle {
  const { version: by, preset, unfinished, elsewhere, zip } = (found ?? {}) as Partial<KeptBundle>;
  const whole = typeof by === "string" && typeof preset === "string" && typeof unfinished === "boolean";
  if (!whole || !(zip instanceof Uint8Array)) throw new Error("what was kept is no run");
  return { version: by, preset, unfinished, zip, ...(typeof elsewhere === "string" && { elsewhere }) };
}

async function knownSizes(): Promise<Map<string, number>> {
  if (!sizes) {
    const found = await entries<string, unknown>(store);
    const read = found.map(([key, value]) => [key, (value as Partial<KeptBundle>).zip?.length ?? 0] as const);
    sizes = new Map(read.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return sizes;
}

function change(tells: boolean, act: () => Promise<void>): void {
  pending += 1;
  writing = writing
    .then(act)
    .catch((error: unknown) => {
      if (tells) notKept.value = { of: "kept", reason: reasonOf(error) };
    })
    .finally(() => {
      pending -= 1;
    });
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
