import { delMany, get, getMany, keys, type UseStore } from "idb-keyval";
import { storeEntries } from "./autosave.ts";
import type { InterruptedWork } from "./interruptedRuns.ts";
import { storeSweep } from "./savedSweep.ts";
import type { BrowserStorage } from "./storage.ts";
import { acquireLock } from "./tabLocks.ts";
import { newId } from "./tabSlots.ts";

// Version 0.1 had one place for the run of all tabs, and one lock for it.

const KEY = "icl-lab run";
const KEY_OF_SWEEP = "icl-lab sweep";

/** Gives a run that version 0.1 left interrupted a slot of its own, and a sweep too. */
export async function migrateSaved(storage: BrowserStorage, work: InterruptedWork): Promise<void> {
  const store = storage.open("keyval-store", "keyval");
  const lock = await acquireLock(KEY);
  if (!lock) return; // a tab with version 0.1 trains it
  try {
    await migrateRun(store, work);
    await migrateSweep(store, work);
  } finally {
    lock.release();
  }
}

async function migrateRun(store: UseStore, work: InterruptedWork): Promise<void> {
  const head = await get<{ readonly parts?: unknown } & Record<string, unknown>>(KEY, store);
  if (!head) return;
  const parts = Number.isInteger(head.parts) ? (head.parts as number) : 0;
  const rows = await getMany<unknown>(
    Array.from({ length: parts }, (_, part) => `${KEY} rows ${part}`),
    store,
  );
  await storeEntries(work, newId(), head, [...rows.entries()]);
  await delMany(
    (await keys<string>(store)).filter((key) => String(key).startsWith(KEY)),
    store,
  );
}

async function migrateSweep(store: UseStore, work: InterruptedWork): Promise<void> {
  const found = await get<unknown>(KEY_OF_SWEEP, store);
  if (found === undefined) return;
  await storeSweep(work, newId(), found);
  await delMany([KEY_OF_SWEEP], store);
}
