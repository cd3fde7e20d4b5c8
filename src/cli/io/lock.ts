import { randomUUID } from "node:crypto";
import { closeSync, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import * as v from "valibot";
import { quoteInput, UsageError } from "../usageError.ts";
import { withReason } from "./files.ts";

/** The lock of a folder that this process owns. */
export interface FolderLock {
  /** Throws a sentence if another process has taken the lock. This can happen if this process was suspended for a long time. */
  assertOwned(): void;
  release(): void;
}

const LockOwner = v.object({
  token: v.string(), // unique to one lock
  pid: v.number(),
  started: v.nullable(v.string()), // start time of the process in system ticks; detects a reused pid
  machine: v.string(), // identifies one pid namespace until the next boot
  host: v.string(),
  since: v.string(),
});

/** The process that owns a lock. */
export type LockOwner = v.InferOutput<typeof LockOwner>;

const MS_BETWEEN_BEATS = 5_000;
const MS_UNTIL_STALE = 30_000; // without a heartbeat; for an owner that this machine cannot look up
const MS_BETWEEN_LOOKS = 250;
const MS_TO_SETTLE = 300; // if two processes replace one stale lock at once, the later one owns it after this time

const lockPath = (folder: string, name: string): string => `${folder}/.${name}.lock`;

/**
 * Takes the lock `name` of an existing folder. The lock is a file that names its owner. An owner on this machine counts
 * while its process is alive, so a killed process blocks nobody. Any other owner counts while the time stamp of its file
 * changes, independent of clocks: a separate thread touches the file even during a long training step. Waits up to
 * `waitMs` for the owner to end. Throws UsageError that names the owner.
 */
export async function lockFolder(
  folder: string,
  { name = "run", waitMs = 0, signal }: { name?: string; waitMs?: number; signal?: AbortSignal } = {},
): Promise<FolderLock> {
  const path = lockPath(folder, name);
  const self = thisProcess();
  const deadline = performance.now() + waitMs;
  let replaced = false;
  while (!create(path, self)) {
    signal?.throwIfAborted();
    const found = read(path);
    if (!found) {
      assertNoLink(path);
      await sleep(MS_BETWEEN_LOOKS); // it was just released
      continue;
    }
    const state = await watch(path, found, signal);
    if (state === "changed") continue;
    if (state === "gone") {
      rmSync(path, { force: true });
      replaced = true;
    } else if (performance.now() >= deadline) throw inUse(folder, found.owner);
    else await sleep(MS_BETWEEN_LOOKS);
  }
  if (replaced) {
    await sleep(MS_TO_SETTLE);
    const found = read(path);
    if (found?.owner?.token !== self.token) throw inUse(folder, found?.owner);
  }
  return ownedLock(folder, path, self);
}

/** Runs an action while this process owns a lock of a folder. */
export async function withLock<T>(
  folder: string,
  options: Parameters<typeof lockFolder>[1],
  action: (lock: FolderLock) => Promise<T> | T,
): Promise<T> {
  const lock = await lockFolder(folder, options);
  try {
    return await action(lock);
  } finally {
    lock.release();
  }
}

/** Whether a living process owns the lock of a folder, as far as can be known without waiting. */
export function isLocked(folder: string, name = "run"): boolean {
  try {
    const found = read(lockPath(folder, name));
    return found !== undefined && stateOf(found.owner) !== "gone";
  } catch {
    return true; // a lock that cannot be read may have an owner
  }
}

function ownedLock(folder: string, path: string, self: LockOwner): FolderLock {
  const heartbeat = new Worker(BEAT, { eval: true, execArgv: [], workerData: { path, ms: MS_BETWEEN_BEATS } });
  heartbeat.on("error", () => {}); // without it the lock is valid until another machine checks it
  heartbeat.unref();
  const release = () => {
    process.off("exit", release);
    void heartbeat.terminate();
    try {
      if (read(path)?.owner?.token === self.token) rmSync(path, { force: true });
    } catch {} // Another process owns it, or it stays valid for half a minute.
  };
  process.on("exit", release);
  return {
    assertOwned() {
      const found = read(path);
      if (found?.owner?.token === self.token || (found === undefined && create(path, self))) return;
      throw new Error(`could not continue in ${quoteInput(folder)}: ${described(found?.owner)} has taken its lock`);
    },
    release,
  };
}

/** Code of the heartbeat thread: it touches the lock even while a long training step blocks the main thread. */
const BEAT = `
const { workerData: { path, ms } } = require("node:worker_threads");
const { utimesSync } = require("node:fs");
setInterval(() => {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {} // the folder is gone, or the disk does not respond: the next attempt may succeed
}, ms);
`;

function create(path: string, self: LockOwner): boolean {
  try {
    withReason(path, () => writeFileSync(path, `${JSON.stringify(self)}\n`, { flag: "wx" }));
    return true;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if ((cause as NodeJS.ErrnoException).code === "EEXIST") return false;
    if (["ENOSPC", "EDQUOT"].includes((cause as NodeJS.ErrnoException).code ?? "")) rmSync(path, { force: true }); // empty
    throw error;
  }
}

interface Found {
  readonly owner: LockOwner | undefined; // undefined if the file is incomplete
  readonly mark: string; // changes with every heartbeat and every owner
}

/** Throws UsageError if a lock is a link: its target may be missing, and no lock can be created in its place. */
function assertNoLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new UsageError(`invalid --out: expected a lock that is a file, got the link ${quoteInput(path)}`);
}

/**
 * The content of a lock; undefined if there is none. Opens the file, so that a network file system asks its server.
 * Throws UsageError if it cannot be opened.
 */
function read(path: string): Found | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["EACCES", "ELOOP", "EISDIR"].includes(code)) return undefined; // it is gone, or the disk does not respond now
    throw new UsageError(`invalid --out: expected a lock that this process may read, got ${quoteInput(path)}: ${code}`);
  }
  try {
    const text = readFileSync(file, "utf8");
    return { owner: parse(text), mark: `${fstatSync(file).mtimeMs} ${text}` };
  } catch {
    return { owner: undefined, mark: "" };
  } finally {
    closeSync(file);
  }
}

function parse(text: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    return v.is(LockOwner, owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

/** Watches a lock until it is known whether its owner is alive. */
async function watch(path: string, first: Found, signal?: AbortSignal): Promise<"lives" | "gone" | "changed"> {
  const state = stateOf(first.owner);
  if (state !== "unknown") return state;
  const deadline = performance.now() + MS_UNTIL_STALE;
  process.stderr.write(`waiting to see whether ${described(first.owner)} still runs, at most 30 s\n`);
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    await sleep(MS_BETWEEN_LOOKS);
    const now = read(path);
    if (now?.owner?.token !== first.owner?.token) return "changed";
    if (now?.mark !== first.mark) return now?.owner ? "lives" : "changed";
  }
  return "gone";
}

/** The state of an owner, as far as this machine knows it without waiting. */
function stateOf(owner: LockOwner | undefined): "lives" | "gone" | "unknown" {
  if (!owner || owner.machine !== machine()) return "unknown";
  if (!isAlive(owner.pid)) return "gone";
  const started = startOf(owner.pid);
  if (started === null || owner.started === null) return "unknown"; // no /proc: another process may have this pid now
  return started === owner.started ? "lives" : "gone";
}

const thisProcess = (): LockOwner => ({
  token: randomUUID(),
  pid: process.pid,
  started: startOf(process.pid),
  machine: machine(),
  host: hostname(),
  since: new Date().toISOString(),
});

/** The boot id and the pid namespace, if the system provides them; containers may share a host name. */
function machine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${hostname()} ${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // a process of another user
  }
}

const START_FIELD = 19; // starttime, counted from the field after the name

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...fields] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? "ended" : (fields[START_FIELD - 1] ?? null); // a zombie has ended
  } catch {
    return null;
  }
}

const described = (owner: LockOwner | undefined): string =>
  owner ? `process ${owner.pid} on ${quoteInput(owner.host)} (since ${quoteInput(owner.since)})` : "another process";

const inUse = (folder: string, owner: LockOwner | undefined): UsageError =>
  new UsageError(
    `invalid --out: expected a folder that no other process writes to, got ${quoteInput(folder)}, which ${described(owner)} uses`,
  );
