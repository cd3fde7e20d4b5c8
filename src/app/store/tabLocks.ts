// No two tabs work on the same thing. The browser's locks see to that: they end with the tab, however it ends.

/** A lock of this tab. */
export interface AcquiredLock {
  release(): void;
}

/** Locks a name until it is released or this tab ends; undefined if it is locked already. */
export function acquireLock(name: string): Promise<AcquiredLock | undefined> {
  const free: AcquiredLock = { release() {} };
  if (!navigator.locks) return Promise.resolve(free); // without locks tabs do not know of one another
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(() => resolve(free)); // some private modes refuse all locks
  });
}

/** The names locked by any tab. */
export async function lockedNames(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query().catch(() => undefined)) ?? {};
  return new Set(held.map(({ name = "" }) => name));
}

const CHANNEL = "icl-lab tabs";

/** Notifies other tabs that this one locked or released a name. */
export function notifyTabs(): void {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

/** Calls when another tab locks or releases a name, and when this tab becomes visible again. */
export function onTabsChange(call: () => void): void {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") call();
  });
  if ("BroadcastChannel" in globalThis) new BroadcastChannel(CHANNEL).onmessage = call;
}

/** What this tab, over a reload, remembers under a key. */
export function rememberInTab(key: string, value: string): void {
  try {
    sessionStorage.setItem(key, value);
  } catch {} // rejected: the tab does not remember, and the run is offered in every tab
}

/** What this tab remembered before a reload. */
export function rememberedInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
