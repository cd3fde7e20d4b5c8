import type { Config } from "../../config/schema.ts";
import type { FromWorker } from "../../worker/messages.ts";
import { isRunning, type ResumePoint } from "../runData/run.ts";
import { endedRun, newRunState, type RunState, reduce, resumedRunState } from "../runData/runState.ts";
import { type RunClient, startRunClient } from "../workers/runClient.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";
import { newId } from "./tabSlots.ts";

const MS_BETWEEN_SAVES = 20_000; // a run is packed whole each time it is saved

/** Trains runs beside the one in Train, each on one core. */
export interface BackgroundTraining {
  /**
   * Trains a run beside the others, from zero or from where it was interrupted. Once it has ended, or was stopped, it is
   * in Runs, and `ended` is called. Until then it is saved now and then, for after a reload.
   */
  train(preset: string, config: Config, ended: () => void, interrupted?: ResumePoint): void;
  pause(id: string): void;
  resume(id: string): void;
  /** Stops a run, and moves it to Runs. */
  stop(id: string): void;
}

interface Running {
  readonly thread: RunClient;
  readonly ended: () => void;
  savedAt: number; // ms
}

export function createBackgroundTraining(runs: RunStore, saved: Pick<SavedRuns, "add" | "save">): BackgroundTraining {
  const running = new Map<string, Running>();
  const find = (id: string) => runs.background.value.find((run) => run.id === id);
  const become = (id: string, change: Partial<RunState>) => runs.update(id, (run) => ({ ...run, ...change }));

  function take(id: string, message: FromWorker): void {
    const its = running.get(id);
    if (!its) return; // what was on its way when it was stopped
    if (message.type === "snapshot") return; // no view scrubs through a background run
    runs.update(id, (run) => reduce(run, message));
    const run = find(id);
    if (!run) return;
    const isTime = run.wantsPause || performance.now() - its.savedAt >= MS_BETWEEN_SAVES;
    if (!isRunning(run)) end(id);
    else if (message.type === "event" && message.event.type === "checkpoint" && isTime) {
      its.savedAt = performance.now();
      saved.save(run);
    }
  }

  function end(id: string): void {
    const run = find(id);
    const its = running.get(id);
    if (!its) return; // it has ended already
    running.delete(id);
    its.thread.end();
    if (run && run.rows.length > 0) saved.add(endedRun(run));
    else runs.remove(id);
    its.ended();
  }

  return {
    train(preset, config, ended, interrupted) {
      const run = interrupted ? resumedRunState(interrupted) : newRunState(newId(), preset, config, false);
      runs.addBackground(run);
      const thread = startRunClient((message) => take(run.id, message));
      running.set(run.id, { thread, ended, savedAt: performance.now() });
      thread.send({ type: "start", config, workers: 1, ...(interrupted && { from: interrupted.bytes.slice() }) });
    },
    pause(id) {
      become(id, { wantsPause: true });
      running.get(id)?.thread.send({ type: "pause" });
    },
    resume(id) {
      become(id, { status: "running", wantsPause: false });
      running.get(id)?.thread.send({ type: "resume" });
    },
    stop: end,
  };
}
