import { signal } from "@preact/signals";
import type { Config } from "../experiments/config.ts";
import type { StartMessage, ToWorker } from "../worker/messages.ts";
import { beside } from "./besideRuns.ts";
import { address, go } from "./inHand.ts";
import { forgetRun, keepRun, keptRun } from "./keptRun.ts";
import { holdAndKeep, isKeeping, keep as keepEnded } from "./keptShelf.ts";
import { begin, beginAgain, fold, type Interrupted, isUnderWay, type LiveRun } from "./liveRun.ts";
import { type RunThread, runThread } from "./runThread.ts";
import { heldOf, heldOfKept, hold } from "./shelf.ts";
import { words } from "./words.ts";

/** The run of this tab, if one was asked for. It goes on whatever view shows. */
export const live = signal<LiveRun | undefined>(undefined);

/** The training step of that run which every view shows; undefined is the newest evaluation, whichever comes. */
export const momentShown = signal<number | undefined>(undefined);

let thread: RunThread | undefined;
let endedKey: string | undefined; // that the run is kept under for after a reload, once it has ended

/** Trains from zero, in a worker of its own. A run before it is ended, and held. */
export function start(preset: string, config: Config, { paused = false, ...how }: Start = {}): void {
  putAside();
  train(begin(preset, config, paused), how);
}

interface Start {
  readonly paused?: boolean; // at first
  readonly workers?: number; // threads; as many as there are cores where it is not said
}

/** Goes on with a run that was interrupted, from its last checkpoint. */
export function goOn(run: Interrupted, how: Pick<Start, "workers"> = {}): void {
  if (live.value) putAside();
  keptRun.value = undefined;
  train(beginAgain(run), { from: run.bytes.slice(), ...how });
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
    if (data.type === "event" && data.event.type === "checkpoint") keep(live.value);
    if (isUnderWay(live.value)) return;
    if (live.value.status !== "failed") {
      void forgetRun();
      if (live.value.rows.length > 0) endedKey = keepEnded(heldOf(live.value));
    }
    end();
  });
  thread = started;
  tell({ type: "start", config: run.config, paused: run.wantsPause, ...how });
}

/** Keeps a run for after a reload; where the browser cannot, the run is told so, once. */
function keep(run: LiveRun): void {
  keepRun(run).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = words.train.notKept(reason);
    if (live.value && !live.value.warnings.includes(sentence))
      live.value = fold(live.value, { type: "warning", sentence });
  });
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

/** Ends what is in training, or was when the page was left, and holds it as it stood: nothing is lost but by its removal. */
function putAside(): void {
  end();
  const [run, kept] = [live.value, keptRun.value];
  if (run && endedKey !== undefined) hold({ ...heldOf(run), key: endedKey });
  else if (run && run.step > 0) holdAndKeep(heldOf(run));
  else if (kept) holdAndKeep(heldOfKept(kept));
  if (run || kept) void forgetRun();
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
