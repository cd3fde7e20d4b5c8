import { signal } from "@preact/signals";
import type { Config } from "../experiments/config.ts";
import type { FromWorker, ToWorker } from "../worker/messages.ts";
import { begin, fold, isUnderWay, type LiveRun } from "./liveRun.ts";

/** The run of this tab, if one was asked for. It goes on whatever view shows. */
export const live = signal<LiveRun | undefined>(undefined);

let worker: Worker | undefined;

/** Trains from zero, in a worker of its own. A run before it is ended. */
export function start(preset: string, config: Config, paused = false): void {
  reset();
  const started = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
  worker = started;
  live.value = begin(preset, config, paused);
  started.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (worker !== started || !live.value) return; // an answer of a run that was ended
    live.value = fold(live.value, data);
    if (!isUnderWay(live.value)) end();
  };
  started.onerror = (event) => {
    if (worker !== started || !live.value) return;
    event.preventDefault();
    const message = event.message || "the training could not be loaded";
    live.value = fold(live.value, { type: "failed", message });
    end();
  };
  tell({ type: "start", config, paused });
}

export function pause(): void {
  if (live.value) live.value = { ...live.value, wantsPause: true };
  tell({ type: "pause" });
}

export function resume(): void {
  if (live.value) live.value = { ...live.value, status: "running", wantsPause: false };
  tell({ type: "resume" });
}

/** One training step, then pause; from zero where no run is under way. */
export function step(preset: string, config: Config): void {
  if (!live.value || !isUnderWay(live.value)) start(preset, config, true);
  tell({ type: "step" });
}

/** Ends the run and forgets it. */
export function reset(): void {
  end();
  live.value = undefined;
}

const tell = (message: ToWorker) => worker?.postMessage(message);

function end(): void {
  worker?.terminate(); // gives its memory back at once, whatever it is doing
  worker = undefined;
}

addEventListener("beforeunload", (event) => {
  if (live.value && live.value.step > 0 && isUnderWay(live.value)) event.preventDefault();
});
