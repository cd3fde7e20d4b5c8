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
import { words } from "../text/common.ts";
import { type RunClient, startRunClient } from "../workers/runClient.ts";
import { type Autosave, newRunSlot, type RunSlot, takeAutosave } from "./autosave.ts";
import { backgroundRuns } from "./backgroundRuns.ts";
import { addRun } from "./runList.ts";
import { addAndSave, isSaving, save as keepEnded, keyForSlot } from "./savedRuns.ts";

/** The run of this tab, if one was asked for. It goes on whatever view shows. */
export const currentRun = signal<RunState | undefined>(undefined);

/** The training step of that run which every view shows; undefined is the newest evaluation, whichever comes. */
export const shownStep = signal<number | undefined>(undefined);

let thread: RunClient | undefined;
let slot: RunSlot | undefined; // where the run is stored for after a reload, until it is kept in Runs
let endedKey: string | undefined; // that the run is kept under for after a reload, once it has ended

/** Trains from zero, in a worker of its own. A run before it is ended, and held. */
export function start(preset: string, config: Config, { paused = false, ...how }: Start = {}): void {
  putAside();
  slot = newRunSlot();
  train(newRunState(preset, config, paused), how);
}

interface Start {
  readonly paused?: boolean; // at first
  readonly workers?: number; // threads; as many as there are cores where it is not said
}

/**
 * Resumes a run from its checkpoint. Calls `stored` once it is stored as the run in training: what stored it until then
 * can be removed.
 */
export function resumeRun(
  run: ResumePoint,
  how: Pick<StartMessage, "workers"> = {},
  stored: () => void = () => {},
): void {
  putAside();
  resumeIn(newRunSlot(), run, how, stored);
}

/** Resumes a run that an earlier tab left, unless another tab has taken it. */
export async function resumeAutosave(kept: Autosave): Promise<void> {
  const taken = await takeAutosave(kept, "work");
  if (!taken) return;
  putAside();
  resumeIn(taken.slot, taken.run);
}

/** Resumes the run of this tab from its last checkpoint, after its worker failed. */
export function resumeAfterFailure(): void {
  const from = currentRun.value && resumePoint(entryOfTraining(currentRun.value));
  if (from) train(resumedRunState(from), { from: from.bytes.slice() });
}

/** Puts a run that an earlier tab left into Runs, unless another tab has taken it. */
export async function moveAutosaveToRuns(kept: Autosave): Promise<void> {
  const taken = await takeAutosave(kept, "end");
  if (taken) addAndSave(entryOfSaved(taken.run), keyForSlot(taken.slot.id), () => void taken.slot.remove());
}

function resumeIn(
  itsSlot: RunSlot,
  run: ResumePoint,
  how: Pick<StartMessage, "workers"> = {},
  stored: () => void = () => {},
): void {
  slot = itsSlot;
  train(resumedRunState(run), { from: run.bytes.slice(), ...how });
  if (currentRun.value) void keep(currentRun.value).then((kept) => kept && stored());
}

function train(run: RunState, how: Pick<StartMessage, "from" | "workers">): void {
  endedKey = undefined;
  shownStep.value = undefined;
  currentRun.value = run;
  const started = startRunClient((data) => {
    if (thread !== started || !currentRun.value) return; // an answer of a run that was ended
    const before = currentRun.value;
    currentRun.value = reduce(before, data);
    if (currentRun.value.config !== before.config) takeAlong(before.config, currentRun.value.config);
    if (data.type === "event" && data.event.type === "checkpoint") void keep(currentRun.value);
    if (isRunning(currentRun.value)) return;
    if (currentRun.value.status !== "failed") keepEndedRun(currentRun.value);
    end();
  });
  thread = started;
  tell({ type: "start", config: run.config, paused: run.wantsPause, ...how });
}

/** Keeps a run that has ended in Runs, and no longer as one that trains. */
function keepEndedRun(run: RunState): void {
  const ended = slot;
  slot = undefined;
  if (run.rows.length > 0)
    endedKey = keepEnded(entryOfTraining(run), ended && keyForSlot(ended.id), () => void ended?.remove());
  else void ended?.remove();
}

/** Stores a run for after a reload, and whether it is. If the browser cannot, a warning says so until it can. */
async function keep(run: RunState): Promise<boolean> {
  const its = slot;
  const reason = await its?.keep(run).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (slot === its && currentRun.value) {
    const others = currentRun.value.warnings.filter((sentence) => !sentence.startsWith(words.train.notKept("")));
    const warnings = reason === undefined ? others : [...others, words.train.notKept(reason)];
    if (warnings.join() !== currentRun.value.warnings.join()) currentRun.value = { ...currentRun.value, warnings };
  }
  return reason === undefined;
}

export function pause(): void {
  if (currentRun.value) currentRun.value = { ...currentRun.value, wantsPause: true };
  tell({ type: "pause" });
}

export function resume(): void {
  if (currentRun.value) currentRun.value = { ...currentRun.value, status: "running", wantsPause: false };
  tell({ type: "resume" });
}

/** Gives settings of the run another value from its next step on. */
export function change(settings: Extract<ToWorker, { type: "change" }>["settings"]): void {
  if (currentRun.value) currentRun.value = { ...currentRun.value, changing: true };
  tell({ type: "change", settings });
}

/** Settings in hand that are those of the run go with it where it is changed. */
function takeAlong(before: Config, now: Config): void {
  if (JSON.stringify(route.value.config) === JSON.stringify(before)) navigate({ config: now });
}

/** One training step, then pause; from zero where no run is under way. */
export function step(preset: string, config: Config): void {
  if (!currentRun.value || !isRunning(currentRun.value)) start(preset, config, { paused: true });
  tell({ type: "step" });
}

/** Ends the run, and holds it. */
export function reset(): void {
  putAside();
  currentRun.value = undefined;
}

/** Ends what is in training, and holds it as it stood at its last checkpoint: nothing is lost but by its removal. */
function putAside(): void {
  end();
  const run = currentRun.value;
  const its = slot;
  slot = undefined;
  const remove = () => void its?.remove();
  if (run && endedKey !== undefined) addRun({ ...entryOfTraining(run), key: endedKey });
  else if (run && run.step > 0) addAndSave(entryOfTraining(run), its && keyForSlot(its.id), remove);
  else remove();
}

const tell = (message: ToWorker) => thread?.tell(message);

function end(): void {
  thread?.end();
  thread = undefined;
}

addEventListener("beforeunload", (event) => {
  const own = currentRun.value && currentRun.value.step > 0 && isRunning(currentRun.value);
  if (own || backgroundRuns.value.length > 0 || isSaving()) event.preventDefault();
});
