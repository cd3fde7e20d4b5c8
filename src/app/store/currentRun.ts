import { signal } from "@preact/signals";
import type { Config } from "../../config/schema.ts";
import type { StartMessage, ToWorker } from "../../worker/messages.ts";
import { navigate, route } from "../route/navigation.ts";
import { entryOfSaved, entryOfTraining, resumePoint } from "../runData/runEntry.ts";
import {
  isRunning,
  newRunState,
  type ResumePoint,
  type RunState,
  reduce,
  resumedRunState,
} from "../runData/runState.ts";
import { type RunClient, startRunClient } from "../workers/runClient.ts";
import type { Autosave, Autosaves, RunSlot } from "./autosave.ts";
import { createCurrentSlot } from "./currentSlot.ts";
import type { RunStore } from "./runStore.ts";
import { keyForSlot, type SavedRuns } from "./savedRuns.ts";

interface Start {
  readonly paused?: boolean; // at first
  readonly workers?: number; // threads; as many as there are cores where it is not said
}

type From = Pick<StartMessage, "from" | "workers">;
type Workers = Pick<StartMessage, "workers">;

/** The run of this tab. */
export type CurrentRun = ReturnType<typeof createCurrentRun>;

export function createCurrentRun(runs: RunStore, saved: SavedRuns, autosaves: Autosaves) {
  const { currentRun, shownStep, slot, ...worker } = createTraining(runs, saved);

  /** Ends what is in training, and puts it into Runs. */
  function putAside(): void {
    worker.end();
    slot.putAside(currentRun.value);
  }

  /** Trains from zero, in a worker of its own. A run before it is ended, and put into Runs. */
  function start(preset: string, config: Config, { paused = false, ...how }: Start = {}): void {
    putAside();
    slot.use(autosaves.newSlot());
    worker.train(newRunState(preset, config, paused), how);
  }

  function resumeIn(its: RunSlot, run: ResumePoint, how: Workers = {}, stored: () => void = () => {}): void {
    putAside();
    slot.use(its);
    worker.train(resumedRunState(run), { from: run.bytes.slice(), ...how });
    if (currentRun.value) void slot.keep(currentRun.value).then((kept) => kept && stored());
  }

  return {
    /** The run of this tab, if one was asked for. It goes on whatever view shows. */
    currentRun,
    /** The training step of that run which every view shows; undefined is the newest evaluation, whichever comes. */
    shownStep,
    start,
    /**
     * Resumes a run from its checkpoint. Calls `stored` once it is stored as the run in training: what stored it until
     * then can be removed.
     */
    resumeRun: (run: ResumePoint, how?: Workers, stored?: () => void): void =>
      resumeIn(autosaves.newSlot(), run, how, stored),
    /** Resumes a run that an earlier tab left, unless another tab has taken it. */
    async resumeAutosave(kept: Autosave): Promise<void> {
      const taken = await autosaves.take(kept, "work");
      if (taken) resumeIn(taken.slot, taken.run);
    },
    /** Resumes the run of this tab from its last checkpoint, after its worker failed. */
    resumeAfterFailure(): void {
      const from = currentRun.value && resumePoint(entryOfTraining(currentRun.value));
      if (from) worker.train(resumedRunState(from), { from: from.bytes.slice() });
    },
    /** Puts a run that an earlier tab left into Runs, unless another tab has taken it. */
    async moveAutosaveToRuns(kept: Autosave): Promise<void> {
      const taken = await autosaves.take(kept, "end");
      if (taken) saved.add(entryOfSaved(taken.run), keyForSlot(taken.slot.id), () => void taken.slot.remove());
    },
    pause: worker.pause,
    resume: worker.resume,
    change: worker.change,
    /** One training step, then pause; from zero where no run is under way. */
    step(preset: string, config: Config): void {
      if (!currentRun.value || !isRunning(currentRun.value)) start(preset, config, { paused: true });
      worker.tell({ type: "step" });
    },
    /** Ends the run, and puts it into Runs. */
    reset(): void {
      putAside();
      currentRun.value = undefined;
    },
  };
}

/** The run in training and its worker. */
function createTraining(runs: RunStore, saved: SavedRuns) {
  const currentRun = signal<RunState | undefined>(undefined);
  const shownStep = signal<number | undefined>(undefined);
  const slot = createCurrentSlot(currentRun, runs, saved);
  let thread: RunClient | undefined;

  const tell = (message: ToWorker) => thread?.tell(message);

  function end(): void {
    thread?.end();
    thread = undefined;
  }

  function become(change: Partial<RunState>): void {
    if (currentRun.value) currentRun.value = { ...currentRun.value, ...change };
  }

  function train(run: RunState, how: From): void {
    slot.begin();
    shownStep.value = undefined;
    currentRun.value = run;
    const started = startRunClient((data) => {
      if (thread !== started || !currentRun.value) return; // an answer of a run that was ended
      const before = currentRun.value;
      currentRun.value = reduce(before, data);
      if (currentRun.value.config !== before.config) followChange(before.config, currentRun.value.config);
      if (data.type === "event" && data.event.type === "checkpoint") void slot.keep(currentRun.value);
      if (isRunning(currentRun.value)) return;
      if (currentRun.value.status !== "failed") slot.keepEnded(currentRun.value);
      end();
    });
    thread = started;
    tell({ type: "start", config: run.config, paused: run.wantsPause, ...how });
  }

  return {
    currentRun,
    shownStep,
    slot,
    train,
    tell,
    end,
    pause(): void {
      become({ wantsPause: true });
      tell({ type: "pause" });
    },
    resume(): void {
      become({ status: "running", wantsPause: false });
      tell({ type: "resume" });
    },
    /** Gives settings of the run another value from its next step on. */
    change(settings: Extract<ToWorker, { type: "change" }>["settings"]): void {
      become({ changing: true });
      tell({ type: "change", settings });
    },
  };
}

/** Current settings that are those of the run change with it. */
function followChange(before: Config, now: Config): void {
  if (JSON.stringify(route.value.config) === JSON.stringify(before)) navigate({ config: now });
}
