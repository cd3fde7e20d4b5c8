import { signal } from "@preact/signals";
import type { Config } from "../experiments/config.ts";
import type { FromWorker } from "../worker/messages.ts";
import { holdAndKeep } from "./keptShelf.ts";
import { begin, fold, isUnderWay, type LiveRun } from "./liveRun.ts";
import { runThread } from "./runThread.ts";
import { heldOf } from "./shelf.ts";

/** Runs that train beside the one in Train, each on one core. */
export const beside = signal<readonly LiveRun[]>([]);

/** Trains a run beside the others; once it has ended it is held, and whoever asked hears of it. */
export function trainBeside(preset: string, config: Config, ended: () => void): void {
  let run = begin(preset, config, false);
  beside.value = [...beside.value, run];
  const take = (message: FromWorker) => {
    const next = fold(run, message);
    beside.value = isUnderWay(next)
      ? beside.value.map((each) => (each === run ? next : each))
      : beside.value.filter((each) => each !== run);
    run = next;
    if (isUnderWay(run)) return;
    thread.end();
    if (run.rows.length > 0) holdAndKeep(heldOf(run));
    ended();
  };
  const thread = runThread(take);
  thread.tell({ type: "start", config, workers: 1 });
}
