import { batch, signal } from "@preact/signals";
import type { Config } from "../../config/schema.ts";
import type { StartMessage, ToWorker } from "../../worker/messages.ts";
import { navigate, route } from "../route/navigation.ts";
import { isRunning, type ResumePoint, type Run, resumePoint } from "../runData/run.ts";
import { newRunState, type RunState, reduce, resumedRunState } from "../runData/runState.ts";
import { type RunClient, startRunClient } from "../workers/runClient.ts";
import { type Autosaves, interruptedRun, type RunSlot } from "./autosave.ts";
import { type CurrentSlot, createCurrentSlot } from "./currentSlot.ts";
import type { RunStore } from "./runStore.ts";
import type { SavedRuns } from "./savedRuns.ts";

interface Start {
  readonly paused?: boolean; // at first
  readonly workers?: number; // threads; default: as many as there are cores
}

type From = Pick<StartMessage, "from" | "workers">;
type Workers = Pick<StartMessage, "workers">;

/** Trains the run of this tab. */
export type CurrentTraining = ReturnType<typeof createCurrentTraining>;

export function createCurrentTraining(runs: RunStore, saved: SavedRuns, autosaves: Autosaves) {
  const slot = createCurrentSlot(runs, saved);
  const { shownStep, ...worker } = createCurrentWorker(runs, slot);

  /** Ends what is in training, and puts it into Runs. */
  function putAside(): void {
    worker.end();
    slot.putAside(runs.current.value);
  }

  /** Puts another run into Train, which is stored in a slot. A run before it is ended, and put into Runs. */
  function begin(its: RunSlot, run: RunState, how: From): void {
    batch(() => {
      putAside();
      slot.use(its);
      worker.train(run, how);
    });
  }

  /** Trains from zero, in a worker of its own; gives the run's id. */
  function start(preset: string, config: Config, { paused = false, ...how }: Start = {}): string {
    const its = autosaves.newSlot();
    begin(its, newRunState(its.id, preset, config, paused), how);
    return its.id;
  }

  function resumeIn(its: RunSlot, point: ResumePoint, how: Workers = {}, stored: () => void = () => {}): string {
    const run = resumedRunState({ ...point, id: its.id });
    begin(its, run, { from: point.bytes.slice(), ...how });
    void slot.save(run).then((isStored) => isStored && stored());
    return its.id;
  }

  return {
    /** The training step of the run of this tab which every view shows; undefined is the newest evaluation, whichever comes. */
    shownStep,
    start,
    /**
     * Resumes a run out of Runs from its checkpoint, as a run of its own: another tab may resume the same one. Gives its
     * id. The one in Runs is removed, from the browser's store once the new one is stored.
     */
    resumeRun(point: ResumePoint, how?: Workers): string {
      runs.remove(point.id);
      return resumeIn(autosaves.newSlot(), point, how, () => saved.clear(point.id));
    },
    /** Resumes a run that an earlier tab left, unless another tab has taken it. */
    async resumeAutosave(interrupted: Run): Promise<void> {
      const taken = await autosaves.take(interrupted, "work");
      if (taken) resumeIn(taken.slot, taken.run);
    },
    /** Resumes the run of this tab from its last checkpoint, after its worker failed. */
    resumeAfterFailure(): void {
      const point = runs.current.value && resumePoint(runs.current.value);
      if (point) worker.train(resumedRunState(point), { from: point.bytes.slice() });
    },
    /** Puts a run that an earlier tab left into Runs, unless another tab has taken it. */
    async moveAutosaveToRuns(interrupted: Run): Promise<void> {
      const taken = await autosaves.take(interrupted, "end");
      if (!taken) return;
      saved.add({ ...interruptedRun(taken.run), status: "stopped" }, () => void taken.slot.remove());
    },
    pause: worker.pause,
    resume: worker.resume,
    change: worker.change,
    /** One training step, then pause; from zero if no run is under way. */
    step(preset: string, config: Config): void {
      if (!runs.current.value || !isRunning(runs.current.value)) start(preset, config, { paused: true });
      worker.send({ type: "step" });
    },
    /** Ends the run, and puts it into Runs. */
    reset(): void {
      putAside();
      runs.setCurrent(undefined);
    },
  };
}

/** The worker of the run in Train. */
function createCurrentWorker(runs: RunStore, slot: CurrentSlot) {
  const shownStep = signal<number | undefined>(undefined);
  let thread: RunClient | undefined;

  const send = (message: ToWorker) => thread?.send(message);

  function end(): void {
    thread?.end();
    thread = undefined;
  }

  function become(change: Partial<RunState>): void {
    const id = runs.current.value?.id;
    if (id !== undefined) runs.update(id, (run) => ({ ...run, ...change }));
  }

  function train(run: RunState, how: From): void {
    slot.begin();
    shownStep.value = undefined;
    runs.setCurrent(run);
    const started = startRunClient((data) => {
      const before = runs.current.value;
      if (thread !== started || !before) return; // an answer of a run that was ended
      const now = reduce(before, data);
      runs.update(run.id, () => now);
      if (now.config !== before.config) followChange(before.config, now.config);
      if (data.type === "event" && data.event.type === "checkpoint") void slot.save(now);
      if (isRunning(now)) return;
      if (now.status !== "failed") slot.saveEnded(now);
      end();
    });
    thread = started;
    send({ type: "start", config: run.config, paused: run.wantsPause, ...how });
  }

  return {
    shownStep,
    train,
    send,
    end,
    pause(): void {
      become({ wantsPause: true });
      send({ type: "pause" });
    },
    resume(): void {
      become({ status: "running", wantsPause: false });
      send({ type: "resume" });
    },
    /** Gives settings of the run another value from its next step on. */
    change(settings: Extract<ToWorker, { type: "change" }>["settings"]): void {
      become({ changing: true });
      send({ type: "change", settings });
    },
  };
}

/** Current settings that are those of the run change with it. */
function followChange(before: Config, now: Config): void {
  if (JSON.stringify(route.value.config) === JSON.stringify(before)) navigate({ config: now });
}
