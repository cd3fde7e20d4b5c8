import { findAutosaves } from "./autosave.ts";
import { migrateSaved } from "./migrateSaved.ts";
import { findSavedSweeps } from "./savedSweep.ts";
import { onTabsChange } from "./tabLocks.ts";

/** Offers what earlier tabs of this browser left interrupted, now and whenever another tab takes or leaves some. */
export async function offerInterrupted(): Promise<void> {
  await migrateSaved().catch(() => {}); // the browser stores nothing: `storageError` says so
  onTabsChange(() => void find());
  await find();
}

const find = () => Promise.all([findAutosaves(), findSavedSweeps()]);
