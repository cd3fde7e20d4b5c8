import { findKeptRuns } from "./autosave.ts";
import { migrateKept } from "./migrateSaved.ts";
import { findKeptSweeps } from "./savedSweep.ts";
import { onTabsChange } from "./tabLocks.ts";

/** Offers what earlier tabs of this browser left interrupted, now and whenever another tab takes or leaves some. */
export async function offerKept(): Promise<void> {
  await migrateKept().catch(() => {}); // the browser stores nothing: `storageError` says so
  onTabsChange(() => void find());
  await find();
}

const find = () => Promise.all([findKeptRuns(), findKeptSweeps()]);
