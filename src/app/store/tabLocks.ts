// What one tab works at, no other tab takes. The browser's locks tell: they end with the tab, however it ends.

/** A name held by this tab. */
export interface AcquiredLock {
  release(): void;
}

/** Holds a name until it is released or this tab ends; undefined if another tab, or this one, holds it already. */
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

/** The names held by any tab. */
export async function lockedNames(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query().catch(() => undefined)) ?? {};
  return new Set(held.map(({ name = "" }) => name));
}

const CHANNEL = "icl-lab tabs";

/** Tells other tabs that this one holds, or released, a name. */
export function notifyTabs(): void {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}

/** Calls when another tab holds or releases a name, and when this tab is looked at again. */
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
  } catch {} // refused: the tab forgets, and the run is offered in every tab
}

/** What this tab remembered before a reload. */
export function rememberedInTab(key: string): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
