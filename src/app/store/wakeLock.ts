import { computed, effect } from "@preact/signals";
import { backgroundRuns } from "./backgroundRuns.ts";
import { currentRun } from "./currentRun.ts";

/** Whether a run makes steps, in Train or beside it. */
const trains = computed(
  () => currentRun.value?.status === "running" || backgroundRuns.value.some(({ run }) => run.status === "running"),
);

let lock: WakeLockSentinel | undefined;
let turn: Promise<void> = Promise.resolve(); // one change after another

/** Keeps the screen of a phone or a laptop on as long as the page is seen and trains, where the browser can. */
async function hold(): Promise<void> {
  const wanted = trains.peek() && document.visibilityState === "visible";
  if (!wanted) await lock?.release();
  else if (!lock || lock.released) lock = await navigator.wakeLock.request("screen");
}

function change(): void {
  if (!("wakeLock" in navigator)) return;
  turn = turn.then(hold).catch(() => {}); // a low battery may refuse it; the training does not need it
}

effect(() => {
  trains.value;
  change();
});
document.addEventListener("visibilitychange", change);
