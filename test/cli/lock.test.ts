import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isLocked, lockFolder } from "../../src/cli/io/lock.ts";
import { newFolder } from "./icl.ts";

const lockIn = (folder: string) => join(folder, ".run.lock");
const held = (folder: string) => JSON.parse(readFileSync(lockIn(folder), "utf8"));

/** A folder whose lock says what a real one does, with some of it changed. */
async function lockedFolder(changes: object): Promise<string> {
  const folder = newFolder();
  const lock = await lockFolder(folder);
  const holder = held(folder);
  lock.release();
  writeFileSync(lockIn(folder), JSON.stringify({ ...holder, token: "another", ...changes }));
  return folder;
}

const NO_PROCESS = 2 ** 22 + 1; // above the largest number a process can have

test("a folder locked by a running process of this machine is rejected at once, and is free after its release", async () => {
  const folder = newFolder();
  const lock = await lockFolder(folder);
  lock.assertOwned();
  expect(isLocked(folder)).toBe(true);
  await expect(lockFolder(folder)).rejects.toThrow(
    new RegExp(`^invalid --out: expected a folder .*process ${process.pid} on ${hostname()}`),
  );
  const merge = await lockFolder(folder, { name: "merge" }); // another lock of the same folder
  merge.release();
  lock.release();
  expect(existsSync(lockIn(folder))).toBe(false);
  (await lockFolder(folder)).release();
});

test.each([
  ["has ended", { pid: NO_PROCESS }],
  ["had the number that another process has now", { started: "1" }],
])("a holder of this machine that %s blocks nobody", async (_, changes) => {
  const folder = await lockedFolder(changes);
  expect(isLocked(folder)).toBe(false);
  const lock = await lockFolder(folder);
  expect(held(folder).token).not.toBe("another");
  lock.release();
});

test("a lock of another machine is valid while its time stamp changes, whatever its content", async () => {
  const folder = await lockedFolder({ machine: "elsewhere", host: "node7" });
  let beats = 0;
  const beat = setInterval(() => {
    beats += 1;
    utimesSync(lockIn(folder), 1e9 - beats, 1e9 - beats); // by a clock that is years behind and goes backwards
  }, 100);
  await expect(lockFolder(folder)).rejects.toThrow(/ on node7 /);
  clearInterval(beat);
  expect(held(folder).token).toBe("another");
});

test("a process whose lock was taken over gets an error before it writes", async () => {
  const folder = newFolder();
  const lock = await lockFolder(folder);
  writeFileSync(lockIn(folder), JSON.stringify({ ...held(folder), token: "another", host: "node7" }));
  expect(() => lock.assertOwned()).toThrow(/could not continue in .*node7/);
  lock.release();
  expect(held(folder).token).toBe("another"); // which is not this process's to remove
});

test("if several processes replace an abandoned lock at the same time, one gets it", async () => {
  const folder = await lockedFolder({ pid: NO_PROCESS });
  const tried = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
  const won = tried.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  expect(won).toHaveLength(1);
  won[0]?.release();
});

test("a lock that cannot be opened, or is a broken link, gives an error of one sentence", async () => {
  const folder = newFolder();
  symlinkSync("/nonexistent/lock", lockIn(folder));
  await expect(lockFolder(folder)).rejects.toThrow(/^invalid --out: expected a lock that is a file, got the link /);
  rmSync(lockIn(folder));
  symlinkSync(".run.lock", lockIn(folder)); // to itself: it cannot be opened, whoever asks
  await expect(lockFolder(folder)).rejects.toThrow(
    /^invalid --out: expected a lock that this process may read, got .*ELOOP$/,
  );
  expect(isLocked(folder)).toBe(true);
  rmSync(lockIn(folder));
  (await lockFolder(folder)).release();
});

test("a missing folder gives an error of one sentence", async () => {
  const folder = join(newFolder(), "none");
  await expect(lockFolder(folder)).rejects.toThrow(/^could not write .*: the file or its folder does not exist$/);
  mkdirSync(folder);
  (await lockFolder(folder)).release();
});
