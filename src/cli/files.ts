import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "./usageError.ts";

/** Writes a file whole or not at all: under a temporary name, then renamed, so that a kill leaves the last good one. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.partial`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

/** Adds one JSON object as a line at the end of a file. */
export const appendLine = (path: string, value: unknown): void => appendFileSync(path, `${JSON.stringify(value)}\n`);

/** The bytes of a file that a flag names. Throws UsageError where there is none. */
export function readNamed(flag: string, path: string): Uint8Array {
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UsageError(`invalid --${flag}: wanted a file, got ${path}, which is not there`);
  return new Uint8Array(readFileSync(path));
}

/**
 * Makes a folder to write into. Where `marker` is in it already it holds earlier results, and only --force may
 * replace them.
 */
export function prepareFolder(path: string, markers: readonly string[], force: boolean): void {
  const there = markers.find((marker) => existsSync(`${path}/${marker}`));
  if (there !== undefined && !force) {
    throw new UsageError(
      `invalid --out: ${path} holds ${there} already; wanted a new folder, or --force to replace it`,
    );
  }
  if (existsSync(path) && !statSync(path).isDirectory())
    throw new UsageError(`invalid --out: wanted a folder, got the file ${path}`);
  try {
    mkdirSync(path, { recursive: true });
  } catch {
    throw new UsageError(`invalid --out: cannot make the folder ${path} in ${dirname(path)}`);
  }
}
