import { computed, effect } from "@preact/signals";
import type { Stores } from "./stores.ts";

/** Keeps the screen of a phone or a laptop on while the page is visible and trains, if the browser can. */
export function keepScreenOn({ runs }: Pick<Stores, "runs">): void {
  if (!("wakeLock" in navigator)) return;
  /** Whether a run makes steps, in Train or beside it. */
  const trains = computed(() =>
    [runs.current.value, ...runs.background.value].some((run) => run?.status === "running"),
  );
  let lock: WakeLockSentinel | undefined;
  let turn: Promise<void> = Promise.resolve(); // one change after another
  async function update(): Promise<void> {
    const needed = trains.peek() && document.visibilityState === "visible";
    if (!needed) await lock?.release();
    else if (!lock || lock.released) lock = await navigator.wakeLock.request("screen");
  }
  function change(): void {
    turn = turn.then(update).catch(() => {}); // a low battery may refuse it; the training does not need it
  }
  effect(() => {
    trains.value;
    change();
  });
  document.addEventListener("visibilitychange", change);
}
