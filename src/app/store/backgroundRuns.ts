import { type Signal, signal } from "@preact/signals";
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
import type { SavedRuns } from "./savedRuns.ts";

/** A run that trains beside the one in Train, and the way to it. */
export interface BackgroundRun {
  readonly run: RunState;
  pause(): void;
  resume(): void;
  stop(): void;
}

const MS_BETWEEN_SAVES = 20_000; // a run is packed whole each time it is saved

/** Runs that train beside the one in Train, each on one core. */
export interface BackgroundRuns {
  readonly all: Signal<readonly BackgroundRun[]>;
  /**
   * Trains a run beside the others, from zero or from where it was interrupted. Once it has ended, or was stopped, it is
   * in Runs, and `ended` is called. Until then it is saved now and then, for after a reload, under the key of what it
   * resumes.
   */
  train(preset: string, config: Config, ended: () => void, interrupted?: ResumePoint, key?: string): void;
}

export function createBackgroundRuns(saved: Pick<SavedRuns, "add" | "save">): BackgroundRuns {
  const all = signal<readonly BackgroundRun[]>([]);
  return {
    all,
    train(preset, config, ended, interrupted, firstKey) {
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
      let key = firstKey;
      let savedAt = performance.now();

      function become(run: RunState): void {
        const next = { ...mine, run };
        all.value = all.value.map((each) => (each === mine ? next : each));
        mine = next;
      }

      function take(message: FromWorker): void {
        if (!all.value.includes(mine)) return; // what was on its way when it was stopped
        if (message.type === "moment") return; // no view scrubs through a run beside
        become(reduce(mine.run, message));
        if (!isRunning(mine.run)) end();
        else if (message.type === "event" && message.event.type === "checkpoint" && isTime()) {
          savedAt = performance.now();
          key = saved.save(entryOfTraining(mine.run), key);
        }
      }

      const isTime = () => mine.run.wantsPause || performance.now() - savedAt >= MS_BETWEEN_SAVES;

      function end(): void {
        thread.end();
        all.value = all.value.filter((each) => each !== mine);
        if (mine.run.rows.length > 0) saved.add(entryOfTraining(mine.run), key);
        ended();
      }

      all.value = [...all.value, mine];
      const thread = startRunClient(take);
      thread.tell({ type: "start", config, workers: 1, ...(interrupted && { from: interrupted.bytes.slice() }) });
    },
  };
}
