import { type AcquiredLock, acquireLock, lockedNames, notifyTabs, rememberedInTab, rememberInTab } from "./tabLocks.ts";

/** A place for one piece of work of one tab. */
export interface TabSlot {
  readonly id: string;
  /** Lets other tabs take it. */
  release(): void;
}

/** The slots of one kind of work. */
export interface TabSlots {
  /** A new slot of this tab. */
  begin(): TabSlot;
  /** Takes a slot over, to work in it or only to end it; undefined if another tab has it. */
  take(id: string, why: "work" | "end"): Promise<TabSlot | undefined>;
  /** Those of the ids that no other tab works at, the one of this tab before a reload first, then the newest first. */
  free(ids: readonly string[]): Promise<readonly string[]>;
}

/** Slots that are locked as long as their tab lives. A tab finds its own again after a reload. */
export function tabSlots(kind: string): TabSlots {
  const key = `icl-lab ${kind}`;
  const lockOf = (id: string) => `${key} ${id}`;
  const inUse = new Set<string>(); // of this tab
  const claimed = new Map<string, AcquiredLock>(); // of this tab before a reload: not in use yet

  function use(id: string, lock: Promise<AcquiredLock | undefined>): TabSlot {
    inUse.add(id);
    void lock.then(notifyTabs);
    const release = async () => {
      inUse.delete(id);
      (await lock)?.release();
      notifyTabs();
    };
    return { id, release: () => void release() };
  }

  async function claim(id: string): Promise<void> {
    if (claimed.has(id) || inUse.has(id)) return;
    const lock = await acquireLock(lockOf(id));
    if (!lock) return; // this tab is a copy of another one
    claimed.set(id, lock);
    notifyTabs();
  }

  return {
    begin() {
      const id = newId();
      rememberInTab(key, id);
      return use(id, acquireLock(lockOf(id)));
    },
    async take(id, why) {
      const lock = claimed.get(id) ?? (await acquireLock(lockOf(id)));
      claimed.delete(id);
      if (lock && why === "work") rememberInTab(key, id);
      return lock && use(id, Promise.resolve(lock));
    },
    async free(ids) {
      const own = rememberedInTab(key);
      if (own !== undefined && ids.includes(own)) await claim(own);
      const names = await lockedNames();
      const free = ids.filter((id) => !inUse.has(id) && (claimed.has(id) || !names.has(lockOf(id))));
      const first = free.filter((id) => id === own);
      const others = free.filter((id) => id !== own);
      return [...first, ...others.sort().reverse()];
    },
  };
}

/** An id that no other tab makes; ids sort by time. */
export function newId(): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${String(Date.now()).padStart(15, "0")}-${random.toString(36)}`;
}
