import { migrateSaved } from "./migrateSaved.ts";
import type { Stores } from "./stores.ts";
import { onTabsChange } from "./tabLocks.ts";

/** Offers what earlier tabs of this browser left interrupted, now and whenever another tab takes or leaves some. */
export async function offerInterrupted({ storage, interrupted, autosaves, sweeps }: Stores): Promise<void> {
  const find = () => Promise.all([autosaves.find(), sweeps.find()]);
  await migrateSaved(storage, interrupted).catch(() => {}); // the browser stores nothing: the error of the storage says so
  onTabsChange(() => void find());
  await find();
}
