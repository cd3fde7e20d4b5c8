import { signal } from "@preact/signals";
import { delMany, getMany, keys, setMany } from "idb-keyval";
import { errorMessage } from "../../text/errorMessage.ts";
import type { BrowserStorage } from "./storage.ts";
import { notifyTabs } from "./tabLocks.ts";
import type { TabSlots } from "./tabSlots.ts";

/** The interrupted work that was discarded last, by its preset if that is known, and the way to bring it back. */
interface Discarded {
  readonly preset?: string;
  undo(): Promise<void>;
}

/** The browser's store of interrupted work. */
export type InterruptedWork = ReturnType<typeof createInterruptedWork>;

export const createInterruptedWork = (storage: BrowserStorage) => ({
  /** Entries of runs and sweeps, by slot. */
  store: storage.open("icl-lab interrupted", "slots"),
  discarded: signal<Discarded | undefined>(undefined),
});

/** Interrupted work that this version cannot resume. */
export interface UnreadableWork {
  readonly id: string; // of its slot
  readonly reason: string; // one sentence without a full stop
  /** Removes it, unless another tab has it; it can be brought back. */
  discard(): Promise<void>;
}

interface Unreadable {
  readonly work: InterruptedWork;
  readonly slots: TabSlots;
  readonly id: string;
  readonly key: string;
  readonly look: () => Promise<void>; // looks for interrupted work anew
}

/** What is stored under a key that this version cannot read. */
export const unreadableWork = ({ work, slots, id, key, look }: Unreadable, error: unknown): UnreadableWork => ({
  id,
  reason: errorMessage(error),
  async discard() {
    const claimed = await slots.take(id, "end");
    if (claimed) {
      const all = await keys<string>(work.store).catch(() => []); // the error of the storage says why
      const names = all.filter((each) => each === key || each.startsWith(`${key} `));
      const values = await getMany<unknown>(names, work.store).catch(() => undefined);
      const isRemoved =
        values &&
        (await delMany(names, work.store).then(
          () => true,
          () => false,
        ));
      claimed.release();
      if (!values || !isRemoved) return look();
      const own = names.map((name, k) => [name, values[k]] as [string, unknown]);
      work.discarded.value = {
        undo: async () => {
          await setMany(own, work.store);
          notifyTabs();
          await look();
        },
      };
    }
    await look();
  },
});
