import { signal } from "@preact/signals";
import { type Config, difference, getSetting, paths } from "../experiments/config.ts";
import { type Row, stringifyRows } from "../experiments/row.ts";
import type { StepEvent } from "../experiments/runEvent.ts";
import { nearestPreset } from "../experiments/runLabel.ts";
import type { OpenedRun } from "../worker/messages.ts";
import type { Interrupted, LiveRun } from "./liveRun.ts";
import { stepwise } from "./stepwise.ts";
import { words } from "./words.ts";

/** A run that can be held against others. */
export interface HeldRun {
  readonly id: string;
  readonly origin: "recorded" | "tab" | "kept" | "opened" | "live" | "beside";
  readonly preset: string;
  readonly config: Config;
  readonly rows: readonly Row[];
  readonly log: readonly StepEvent[];
  readonly losses?: readonly number[]; // of every step, where they are known
  readonly result?: unknown;
  readonly checkpoint?: { readonly step: number; readonly bytes: Uint8Array }; // to go on from, or to take along
  readonly parameters?: Uint8Array; // where there is no checkpoint, of what another program trained
  readonly unfinished: boolean; // whether it can be gone on with
  readonly key?: string; // that the browser keeps it under, for after a reload
  readonly training?: Training; // while it trains
  readonly elsewhere?: string; // the file of parameters that another program trained: no step of it is known
}

/** The way to a run in training. */
export interface Training {
  readonly paused: boolean;
  pause(): void;
  resume(): void;
  stop?(): void; // ends it where it stands, and holds it; another of the sweep takes its core
}

/** Runs of this page that are not in training now, the newest last. */
export const shelf = signal<readonly HeldRun[]>([]);

/** Whether a run is drawn, by its id, where that was chosen. */
export const chosen = signal<ReadonlyMap<string, boolean>>(new Map());

/**
 * Of runs those that are drawn: unless it was chosen, all, but the recorded one beside others of known training, from
 * which it differs in almost everything.
 */
export function shownOf(runs: readonly HeldRun[]): readonly HeldRun[] {
  const alone = runs.every(({ origin, elsewhere }) => origin === "recorded" || elsewhere !== undefined);
  return runs.filter(({ id, origin }) => chosen.value.get(id) ?? (alone || origin !== "recorded"));
}

const MOST_NAMED = 4; // settings in the name of a run that is not drawn
const MOST_RUNS = 60;
const MOST_BYTES = 256 * 2 ** 20; // of parameters: the oldest are let go first

let count = 0;

/** Takes a run to hold, and gives its id. */
export function hold(run: Omit<HeldRun, "id">): string {
  count += 1;
  const id = `run ${count}`;
  const all = [...shelf.value, { ...run, id }].slice(-MOST_RUNS);
  let bytes = 0;
  shelf.value = all
    .toReversed()
    .map((each) => {
      bytes += parametersOf(each)?.length ?? 0;
      if (bytes <= MOST_BYTES) return each;
      const { checkpoint: _, parameters: __, ...rest } = each;
      return { ...rest, unfinished: false };
    })
    .toReversed();
  return id;
}

/** The file of a run's parameters, to ask it; undefined where this page has none. */
export const parametersOf = ({ checkpoint, parameters }: Omit<HeldRun, "id">): Uint8Array | undefined =>
  checkpoint?.bytes ?? parameters;

/** Lets a run go. */
export function letGo(id: string): void {
  shelf.value = shelf.value.filter((run) => run.id !== id);
}

/** Holds a run that was let go in its old place. */
export function takeBack(run: HeldRun, place: number): void {
  shelf.value = shelf.value.toSpliced(place, 0, run);
}

/** The run in training as one to hold against others. */
export function heldOf(run: LiveRun): Omit<HeldRun, "id"> {
  const { preset, config, rows, log, losses, result, checkpoint, status } = run;
  return {
    origin: "tab",
    preset,
    config,
    rows,
    log,
    losses,
    unfinished: status !== "done",
    ...(result && { result }),
    ...(checkpoint && { checkpoint }),
  };
}

/** A run that the browser kept as one to hold against others. */
export function heldOfKept({ preset, config, rows, log, losses, step, bytes }: Interrupted): Omit<HeldRun, "id"> {
  const checkpoint = { step, bytes };
  return { origin: "tab", preset, config, rows, log, losses, checkpoint, unfinished: true };
}

/** A run out of a file of this name as one to hold against others. */
export function heldOfFile({ run, step, trainedElsewhere, parameters }: OpenedRun, file: string): Omit<HeldRun, "id"> {
  const { config, rows, log, result, checkpoint } = run;
  return {
    origin: "opened",
    preset: nearestPreset(config).name,
    config,
    rows,
    log,
    unfinished: step !== undefined && step < config.training.steps,
    ...(result !== undefined && { result }),
    ...(checkpoint && { checkpoint: { step: step ?? config.training.steps, bytes: checkpoint } }),
    ...(trainedElsewhere && { elsewhere: file }),
    ...(parameters && { parameters }),
  };
}

/** A run as it stood at its checkpoint, to go on from there; undefined where there is none. */
export function interruptedOf({ preset, config, checkpoint, ...run }: Omit<HeldRun, "id">): Interrupted | undefined {
  if (!checkpoint || !run.unfinished) return undefined;
  const { step } = checkpoint;
  const rows = run.rows.filter(({ at }) => at.step !== undefined && at.step <= step);
  const log = run.log.filter((each) => each.step <= step);
  const losses = (run.losses ?? stepwise(log)).slice(0, step);
  return { preset, config, rows, losses, log, ...checkpoint };
}

/** Whether two runs are one: the same config and the same rows. */
export const isSame = (a: Pick<HeldRun, "config" | "rows">, b: Pick<HeldRun, "config" | "rows">): boolean =>
  JSON.stringify(a.config) === JSON.stringify(b.config) && stringifyRows(a.rows) === stringifyRows(b.rows);

type Named = Pick<HeldRun, "config" | "elsewhere">;

/** What tells runs apart: for each of them its file, where it was trained elsewhere, and the settings that are not the same in all, as a person reads them. */
export function namesOf(runs: readonly Named[]): string[] {
  const differing = runs.length === 1 ? ["seed"] : paths.filter((path) => new Set(settingsAt(runs, path)).size > 1);
  return runs.map((run) => nameOf(run, differing));
}

/** What tells a run from one other. */
export function nameBeside(run: Named, other: Named): string {
  const settings = Object.keys(difference(run.config, other.config));
  return settings.length > MOST_NAMED ? words.runs.settingsDiffer(settings.length) : nameOf(run, settings);
}

const settingsAt = (runs: readonly Named[], path: string) => runs.map(({ config }) => getSetting(config, path));

function nameOf({ config, elsewhere }: Named, settings: readonly string[]): string {
  const differing = settings.map((path) => `${words.settings[path]?.label ?? path} ${getSetting(config, path)}`);
  const parts = elsewhere === undefined ? differing : [elsewhere, ...differing];
  return parts.length > 0 ? parts.join(", ") : words.runs.same;
}
