import type * as Fs from "node:fs";

// A process that is killed before its k-th change to the disk, without the cost of a process: from that change on, every
// call of the file system throws, the calls that would clean up included. Use it as
//   vi.mock("node:fs", async (original) => (await import("./mortalFs.ts")).mortal(await original<typeof Fs>()));

/** Calls that change what is on the disk. */
const CHANGES = [
  "writeFileSync",
  "appendFileSync",
  "renameSync",
  "rmSync",
  "mkdirSync",
  "fsyncSync",
  "cpSync",
] as const;

let left = Number.POSITIVE_INFINITY; // changes until death
let halfway = false; // whether the last write still puts half of its bytes on the disk
let full = Number.POSITIVE_INFINITY; // changes until the disk is full
let changes: string[] = [];

class Killed extends Error {
  constructor() {
    super("killed");
  }
}

/** Kills at a change, counted from 0, or halfway through it; Infinity never. Starts the count again. */
export function killAt(change: number, inHalf = false): void {
  [left, halfway, full, changes] = [change, inHalf, Number.POSITIVE_INFINITY, []];
}

/** From a change on, counted from 0, the disk is full: nothing more can be written, but renamed and removed. */
export function fullAt(change: number): void {
  killAt(Number.POSITIVE_INFINITY);
  full = change;
}

/** The changes since `killAt`, the fatal one included: the call and the file's name. */
export const changesMade = (): readonly string[] => changes;

export const isDead = (): boolean => left < 0;

/** The module with calls that can be cut off. */
export function mortal(fs: typeof Fs): typeof Fs {
  type Call = (...args: readonly unknown[]) => unknown;
  const guarded = Object.entries(fs).map(([name, call]) => {
    if (typeof call !== "function" || !name.endsWith("Sync")) return [name, call];
    const original = call as unknown as Call;
    const isChange = CHANGES.some((each) => each === name);
    return [
      name,
      (...args: readonly unknown[]) => {
        const opens = name === "openSync" && args[1] === "w";
        if (left >= 0 && (isChange || opens)) {
          changes.push(`${name} ${typeof args[0] === "string" ? args[0].split("/").at(-1) : ""}`);
          left -= 1;
          if (left < 0 && halfway && /^(write|append)FileSync$/.test(name)) {
            const [path, content, ...rest] = args as [unknown, string | Uint8Array, ...unknown[]];
            original(path, content.slice(0, content.length >> 1), ...rest);
          }
        }
        if (left < 0) throw new Killed();
        if (changes.length > full && /^(write|append)FileSync$/.test(name))
          throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
            code: "ENOSPC",
            syscall: "write",
          });
        return original(...args);
      },
    ];
  });
  const module = Object.fromEntries(guarded);
  return { ...module, default: module };
}
