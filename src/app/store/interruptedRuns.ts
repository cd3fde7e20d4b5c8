import { delMany, getMany, keys, setMany } from "idb-keyval";
import { discarded } from "./discarded.ts";
import { openStore } from "./storage.ts";
import { tellTabs } from "./tabLocks.ts";
import type { TabSlots } from "./tabSlots.ts";

/** The browser's store of interrupted work: entries of runs and sweeps, by slot. */
export const interruptedStore = openStore("icl-lab interrupted", "slots");

/** Interrupted work that this version cannot resume. */
export interface UnreadableWork {
  readonly id: string; // of its slot
  readonly reason: string; // one sentence without a full stop
  /** Removes it, unless another tab has it; it can be brought back. */
  discard(): Promise<void>;
}

/** What is stored under a key that this version cannot read. `look` looks for interrupted work anew. */
export const unreadableWork = (
  { slots, id, key, look }: { slots: TabSlots; id: string; key: string; look: () => Promise<void> },
  error: unknown,
): UnreadableWork => ({
  id,
  reason: error instanceof Error ? error.message : String(error),
  async discard() {
    const taken = await slots.take(id, "end");
    if (taken) {
      const all = await keys<string>(interruptedStore).catch(() => []); // `storageError` says why
      const names = all.filter((each) => each === key || each.startsWith(`${key} `));
      const values = await getMany<unknown>(names, interruptedStore).catch(() => undefined);
      const isRemoved =
        values &&
        (await delMany(names, interruptedStore).then(
          () => true,
          () => false,
        ));
      taken.release();
      if (!values || !isRemoved) return look();
      const own = names.map((name, k) => [name, values[k]] as [string, unknown]);
      discarded.value = {
        undo: async () => {
          await setMany(own, interruptedStore);
          tellTabs();
          await look();
        },
      };
    }
    await look();
  },
});
