import { signal } from "@preact/signals";
import { delMany, get, getMany, keys, setMany } from "idb-keyval";
import { parseConfig } from "../experiments/config.ts";
import { presetConfig } from "../experiments/presets.ts";
import type { Row } from "../experiments/row.ts";
import { version } from "../experiments/version.ts";
import type { Interrupted, LiveRun } from "./liveRun.ts";

/** A run under way as the browser keeps it: enough to go on from its last checkpoint after a reload or a crash. */
export interface KeptRun extends Interrupted {
  readonly version: string; // of the code that trained it
}

/** The interrupted run that can be gone on with, if there is one. */
export const keptRun = signal<KeptRun | undefined>(undefined);

const KEY = "icl-lab run";
const ROWS = `${KEY} rows `; // and a number: rows in parts, so that those of an evaluation are written once

/** What is written anew at every checkpoint. */
interface KeptHead extends Omit<KeptRun, "rows"> {
  readonly parts: number; // of the rows
}

let written: { readonly of: readonly number[]; readonly rows: number; readonly parts: number } | undefined; // `of` is the run's losses

let holds = false; // of all tabs one keeps its run: the first that trains
let writing: Promise<void> = Promise.resolve();
let next: { readonly run: KeptRun; readonly of: readonly number[] } | undefined; // the newest not yet written: those between are left out

/** Looks for a run that an earlier page of this browser left, and that no other tab is training now. */
export async function findKeptRun(): Promise<void> {
  if (!(await isFree())) return;
  keptRun.value = readKept(await findWhole().catch(() => undefined)); // a browser that keeps nothing has kept nothing
}

async function findWhole(): Promise<unknown> {
  const head = await get<Partial<KeptHead>>(KEY);
  if (!head || !Number.isInteger(head.parts)) return undefined;
  const { parts, ...run } = head as KeptHead;
  const rows = await getMany<readonly Row[]>(Array.from({ length: parts }, (_, k) => ROWS + k));
  return rows.every(Array.isArray) ? { ...run, rows: rows.flat() } : undefined;
}

/** Of something found in the browser's store; undefined where it is no run of this version. */
export function readKept(found: unknown): KeptRun | undefined {
  if (typeof found !== "object" || found === null) return undefined;
  const { version: by, preset, config, rows, losses, log, step, bytes } = found as Partial<KeptRun>;
  const lists = Array.isArray(rows) && Array.isArray(losses) && Array.isArray(log);
  const whole = lists && bytes instanceof Uint8Array && Number.isInteger(step);
  if (by !== version || !whole || typeof preset !== "string") return undefined;
  try {
    presetConfig(preset);
    return { version, preset, config: parseConfig(config), rows, losses, log, step: step as number, bytes };
  } catch {
    return undefined; // settings of another time
  }
}

/** Keeps a run as it stood at its last checkpoint. Rejects with the browser's reason where it cannot. */
export async function keepRun(run: LiveRun): Promise<void> {
  const { preset, config, rows, losses, log, checkpoint } = run;
  if (!checkpoint || !(await holdStore())) return;
  const { step, bytes } = checkpoint;
  const own = rows.filter(({ at }) => at.step !== undefined && at.step <= step); // those of the algorithms come anew
  const first = next === undefined;
  const until = { losses: losses.slice(0, step), log: log.filter((each) => each.step <= step) };
  next = { run: { version, preset, config, rows: own, ...until, step, bytes }, of: losses };
  if (!first) return;
  writing = writing
    .catch(() => {})
    .then(async () => {
      const newest = next;
      next = undefined;
      if (newest) await write(newest.run, newest.of);
    });
  await writing;
}

/** Writes what of a run was not written yet, all or nothing. */
async function write({ rows, ...run }: KeptRun, of: readonly number[]): Promise<void> {
  const before = written?.of === of ? written : { rows: 0, parts: 0 };
  const fresh = rows.slice(before.rows);
  const parts = before.parts + (fresh.length > 0 ? 1 : 0);
  const head: KeptHead = { ...run, parts };
  await setMany([[KEY, head], ...(fresh.length > 0 ? [[ROWS + before.parts, fresh] as [string, unknown]] : [])]);
  written = { of, rows: rows.length, parts };
}

/** Forgets what is kept, unless it is another tab's. */
export function forgetRun(): Promise<void> {
  keptRun.value = undefined;
  next = undefined;
  writing = writing
    .catch(() => {})
    .then(async () => {
      if (!(await isFree())) return;
      written = undefined;
      await delMany((await keys<string>()).filter((key) => String(key).startsWith(KEY)));
    });
  return writing.catch(() => {}); // a browser that keeps nothing has nothing to forget
}

const LOCK = "icl-lab run";

/** Whether no other tab is training. */
export async function isFree(): Promise<boolean> {
  if (!navigator.locks || holds) return true; // without locks tabs cannot know of one another
  const { held = [] } = await navigator.locks.query();
  return !held.some(({ name }) => name === LOCK);
}

let holding: Promise<boolean> | undefined; // the request under way: a second one would find the lock taken

/** Makes this tab the one that keeps what it trains, until it is closed; false where another is. */
export function holdStore(): Promise<boolean> {
  if (holds || !navigator.locks) return Promise.resolve(true);
  holding ??= new Promise((resolve) => {
    void navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => {
      holds = lock !== null;
      holding = undefined;
      resolve(holds);
      return holds ? new Promise(() => {}) : undefined;
    });
  });
  return holding;
}
