import { signal } from "@preact/signals";
import type { Config } from "../../config/schema.ts";
import type { FromWorker } from "../../worker/messages.ts";
import { entryOfTraining } from "../runData/runEntry.ts";
import {
  isRunning,
  newRunState,
  type ResumePoint,
  type RunState,
  reduce,
  resumedRunState,
} from "../runData/runState.ts";
import { startRunClient } from "../workers/runClient.ts";
import { addAndSave, save } from "./savedRuns.ts";

/** A run that trains beside the one in Train, and the way to it. */
export interface BackgroundRun {
  readonly run: RunState;
  pause(): void;
  resume(): void;
  stop(): void;
}

/** Runs that train beside the one in Train, each on one core. */
export const backgroundRuns = signal<readonly BackgroundRun[]>([]);

const MS_BETWEEN_KEPT = 20_000; // a run is packed whole each time it is kept

/**
 * Trains a run beside the others, from zero or from where it was interrupted; once it has ended, or was stopped, it is
 * held, and whoever asked hears of it. Until then it is kept now and then, for after a reload, under the key of what it
 * goes on from.
 */
export function trainInBackground(
  preset: string,
  config: Config,
  ended: () => void,
  interrupted?: ResumePoint,
  keptUnder?: string,
): void {
  let mine: BackgroundRun = {
    run: interrupted ? resumedRunState(interrupted) : newRunState(preset, config, false),
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

  function become(run: RunState): void {
    const next = { ...mine, run };
    backgroundRuns.value = backgroundRuns.value.map((each) => (each === mine ? next : each));
    mine = next;
  }

  function take(message: FromWorker): void {
    if (!backgroundRuns.value.includes(mine)) return; // what was on its way when it was stopped
    if (message.type === "moment") return; // no view scrubs through a run beside
    become(reduce(mine.run, message));
    if (!isRunning(mine.run)) end();
    else if (message.type === "event" && message.event.type === "checkpoint" && isTime()) {
      kept = performance.now();
      key = save(entryOfTraining(mine.run), key);
    }
  }

  const isTime = () => mine.run.wantsPause || performance.now() - kept >= MS_BETWEEN_KEPT;

  function end(): void {
    thread.end();
    backgroundRuns.value = backgroundRuns.value.filter((each) => each !== mine);
    if (mine.run.rows.length > 0) addAndSave(entryOfTraining(mine.run), key);
    ended();
  }

  backgroundRuns.value = [...backgroundRuns.value, mine];
  const thread = startRunClient(take);
  thread.tell({ type: "start", config, workers: 1, ...(interrupted && { from: interrupted.bytes.slice() }) });
}
