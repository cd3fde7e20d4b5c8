import { signal } from "@preact/signals";
import type { Config } from "../../config/config.ts";
import type { StartMessage, ToWorker } from "../../worker/messages.ts";
import { address, go } from "../route/navigation.ts";
import { heldOf, heldOfKept, interruptedOf } from "../runData/runEntry.ts";
import { begin, beginAgain, fold, type Interrupted, isUnderWay, type LiveRun } from "../runData/runState.ts";
import { words } from "../text/common.ts";
import { type RunThread, runThread } from "../workers/runClient.ts";
import { type KeptRun, newRunSlot, type RunSlot, takeKept } from "./autosave.ts";
import { beside } from "./backgroundRuns.ts";
import { hold } from "./runList.ts";
import { holdAndKeep, isKeeping, keep as keepEnded } from "./savedRuns.ts";

/** The run of this tab, if one was asked for. It goes on whatever view shows. */
export const live = signal<LiveRun | undefined>(undefined);

/** The training step of that run which every view shows; undefined is the newest evaluation, whichever comes. */
export const momentShown = signal<number | undefined>(undefined);

let thread: RunThread | undefined;
let slot: RunSlot | undefined; // where the run is stored for after a reload, until it is kept in Runs
let endedKey: string | undefined; // that the run is kept under for after a reload, once it has ended

/** Trains from zero, in a worker of its own. A run before it is ended, and held. */
export function start(preset: string, config: Config, { paused = false, ...how }: Start = {}): void {
  putAside();
  slot = newRunSlot();
  train(begin(preset, config, paused), how);
}

interface Start {
  readonly paused?: boolean; // at first
  readonly workers?: number; // threads; as many as there are cores where it is not said
}

/**
 * Resumes a run from its checkpoint. Calls `stored` once it is stored as the run in training: what stored it until then
 * can be removed.
 */
export function goOn(run: Interrupted, how: Pick<StartMessage, "workers"> = {}, stored: () => void = () => {}): void {
  putAside();
  resumeIn(newRunSlot(), run, how, stored);
}

/** Resumes a run that an earlier tab left, unless another tab has taken it. */
export async function goOnWithKept(kept: KeptRun): Promise<void> {
  const taken = await takeKept(kept, "work");
  if (!taken) return;
  putAside();
  resumeIn(taken.slot, taken.run);
}

/** Resumes the run of this tab from its last checkpoint, after its worker failed. */
export function goOnAfterFailure(): void {
  const from = live.value && interruptedOf(heldOf(live.value));
  if (from) train(beginAgain(from), { from: from.bytes.slice() });
}

/** Puts a run that an earlier tab left into Runs, unless another tab has taken it. */
export async function shelveKept(kept: KeptRun): Promise<void> {
  const taken = await takeKept(kept, "end");
  if (taken) holdAndKeep(heldOfKept(taken.run), undefined, () => void taken.slot.remove());
}

function resumeIn(
  itsSlot: RunSlot,
  run: Interrupted,
  how: Pick<StartMessage, "workers"> = {},
  stored: () => void = () => {},
): void {
  slot = itsSlot;
  train(beginAgain(run), { from: run.bytes.slice(), ...how });
  if (live.value) void keep(live.value).then((kept) => kept && stored());
}

function train(run: LiveRun, how: Pick<StartMessage, "from" | "workers">): void {
  endedKey = undefined;
  momentShown.value = undefined;
  live.value = run;
  const started = runThread((data) => {
    if (thread !== started || !live.value) return; // an answer of a run that was ended
    const before = live.value;
    live.value = fold(before, data);
    if (live.value.config !== before.config) takeAlong(before.config, live.value.config);
    if (data.type === "event" && data.event.type === "checkpoint") void keep(live.value);
    if (isUnderWay(live.value)) return;
    if (live.value.status !== "failed") keepEndedRun(live.value);
    end();
  });
  thread = started;
  tell({ type: "start", config: run.config, paused: run.wantsPause, ...how });
}

/** Keeps a run that has ended in Runs, and no longer as one that trains. */
function keepEndedRun(run: LiveRun): void {
  const ended = slot;
  slot = undefined;
  if (run.rows.length > 0) endedKey = keepEnded(heldOf(run), undefined, () => void ended?.remove());
  else void ended?.remove();
}

/** Stores a run for after a reload, and whether it is. If the browser cannot, a warning says so until it can. */
async function keep(run: LiveRun): Promise<boolean> {
  const its = slot;
  const reason = await its?.keep(run).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (slot === its && live.value) {
    const others = live.value.warnings.filter((sentence) => !sentence.startsWith(words.train.notKept("")));
    const warnings = reason === undefined ? others : [...others, words.train.notKept(reason)];
    if (warnings.join() !== live.value.warnings.join()) live.value = { ...live.value, warnings };
  }
  return reason === undefined;
}

export function pause(): void {
  if (live.value) live.value = { ...live.value, wantsPause: true };
  tell({ type: "pause" });
}

export function resume(): void {
  if (live.value) live.value = { ...live.value, status: "running", wantsPause: false };
  tell({ type: "resume" });
}

/** Gives settings of the run another value from its next step on. */
export function change(settings: Extract<ToWorker, { type: "change" }>["settings"]): void {
  if (live.value) live.value = { ...live.value, changing: true };
  tell({ type: "change", settings });
}

/** Settings in hand that are those of the run go with it where it is changed. */
function takeAlong(before: Config, now: Config): void {
  if (JSON.stringify(address.value.config) === JSON.stringify(before)) go({ config: now });
}

/** One training step, then pause; from zero where no run is under way. */
export function step(preset: string, config: Config): void {
  if (!live.value || !isUnderWay(live.value)) start(preset, config, { paused: true });
  tell({ type: "step" });
}

/** Ends the run, and holds it. */
export function reset(): void {
  putAside();
  live.value = undefined;
}

/** Ends what is in training, and holds it as it stood at its last checkpoint: nothing is lost but by its removal. */
function putAside(): void {
  end();
  const run = live.value;
  const its = slot;
  slot = undefined;
  const remove = () => void its?.remove();
  if (run && endedKey !== undefined) hold({ ...heldOf(run), key: endedKey });
  else if (run && run.step > 0) holdAndKeep(heldOf(run), undefined, remove);
  else remove();
}

const tell = (message: ToWorker) => thread?.tell(message);

function end(): void {
  thread?.end();
  thread = undefined;
}

addEventListener("beforeunload", (event) => {
  const own = live.value && live.value.step > 0 && isUnderWay(live.value);
  if (own || beside.value.length > 0 || isKeeping()) event.preventDefault();
});
