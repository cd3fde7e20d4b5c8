import { signal } from "@preact/signals";
import type { Config } from "../../config/config.ts";
import type { FromWorker } from "../../worker/messages.ts";
import { heldOf } from "../runData/runEntry.ts";
import { begin, beginAgain, fold, type Interrupted, isUnderWay, type LiveRun } from "../runData/runState.ts";
import { runThread } from "../workers/runClient.ts";
import { holdAndKeep, keep } from "./savedRuns.ts";

/** A run that trains beside the one in Train, and the way to it. */
export interface BesideRun {
  readonly run: LiveRun;
  pause(): void;
  resume(): void;
  stop(): void;
}

/** Runs that train beside the one in Train, each on one core. */
export const beside = signal<readonly BesideRun[]>([]);

const MS_BETWEEN_KEPT = 20_000; // a run is packed whole each time it is kept

/**
 * Trains a run beside the others, from zero or from where it was interrupted; once it has ended, or was stopped, it is
 * held, and whoever asked hears of it. Until then it is kept now and then, for after a reload, under the key of what it
 * goes on from.
 */
export function trainBeside(
  preset: string,
  config: Config,
  ended: () => void,
  interrupted?: Interrupted,
  keptUnder?: string,
): void {
  let mine: BesideRun = {
    run: interrupted ? beginAgain(interrupted) : begin(preset, config, false),
    pause() {
      become({ ...mine.run, wantsPause: true });
      thread.tell({ type: "pause" });
    },
    resume() {
      become({ ...mine.run, status: "running", wantsPause: false });
      thread.tell({ type: "resume" });
    },
    stop: end,
  };
  let key = keptUnder;
  let kept = performance.now();

  function become(run: LiveRun): void {
    const next = { ...mine, run };
    beside.value = beside.value.map((each) => (each === mine ? next : each));
    mine = next;
  }

  function take(message: FromWorker): void {
    if (!beside.value.includes(mine)) return; // what was on its way when it was stopped
    if (message.type === "moment") return; // no view scrubs through a run beside
    become(fold(mine.run, message));
    if (!isUnderWay(mine.run)) end();
    else if (message.type === "event" && message.event.type === "checkpoint" && isTime()) {
      kept = performance.now();
      key = keep(heldOf(mine.run), key);
    }
  }

  const isTime = () => mine.run.wantsPause || performance.now() - kept >= MS_BETWEEN_KEPT;

  function end(): void {
    thread.end();
    beside.value = beside.value.filter((each) => each !== mine);
    if (mine.run.rows.length > 0) holdAndKeep(heldOf(mine.run), key);
    ended();
  }

  beside.value = [...beside.value, mine];
  const thread = runThread(take);
  thread.tell({ type: "start", config, workers: 1, ...(interrupted && { from: interrupted.bytes.slice() }) });
}
