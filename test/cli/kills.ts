import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Ended, iclHere } from "./icl.ts";
import { changesMade, isDead, killAt } from "./mortalFs.ts";

/** Removes the locks that a kill in this process leaves: their holder, this process, still lives. See lock.test.ts. */
function removeLocks(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".lock"))) rmSync(join(folder, name));
}

/** Runs a command that is killed at a change to the disk. Gives back whether it came that far. */
export async function killed(
  change: number,
  inHalf: boolean,
  folder: string,
  args: readonly string[],
): Promise<boolean> {
  killAt(change, inHalf);
  await iclHere(...args);
  const dead = isDead();
  killAt(Number.POSITIVE_INFINITY);
  removeLocks(folder);
  return dead;
}

/** The changes that a command makes to the disk when nothing kills it. */
export async function changesOf(args: readonly string[]): Promise<{ ended: Ended; changes: readonly string[] }> {
  killAt(Number.POSITIVE_INFINITY);
  const ended = await iclHere(...args);
  return { ended, changes: [...changesMade()] };
}
