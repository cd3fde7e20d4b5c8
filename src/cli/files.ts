import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { decodeBundle, isBundle } from "../experiments/bundle.ts";
import { type Checkpoint, decodeCheckpoint } from "../experiments/checkpoint.ts";
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
  if (!existsSync(path)) throw new UsageError(`invalid --${flag}: wanted a file, got ${path}, which is not there`);
  if (!statSync(path).isFile()) throw new UsageError(`invalid --${flag}: wanted a file, got ${path}, which is none`);
  return new Uint8Array(readFileSync(path));
}

/** The checkpoint in the file that a flag names, or in a bundle. Throws UsageError where there is none. */
export function openCheckpoint(flag: string, path: string): Checkpoint {
  const bytes = readNamed(flag, path);
  try {
    if (!isBundle(bytes)) return decodeCheckpoint(bytes);
    const { checkpoint } = decodeBundle(bytes);
    if (!checkpoint) throw new Error("invalid bundle: missing checkpoint.safetensors");
    return decodeCheckpoint(checkpoint);
  } catch (error) {
    throw new UsageError(
      `invalid --${flag}: ${path} cannot be read, ${error instanceof Error ? error.message : error}`,
    );
  }
}

/**
 * Makes a folder to write into. Where one of the `markers` is in it already it holds earlier results, and only --force
 * may replace them. Throws UsageError, too, where it cannot be written to.
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
    makeFolder(path);
    writeFileSync(`${path}/.partial`, "");
    rmSync(`${path}/.partial`);
  } catch {
    throw new UsageError(`invalid --out: wanted a folder that can be written to, got ${path}`);
  }
}

/** A folder and those it lies in. Node's own recursion never ends where a file system refuses new folders, as /proc does. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}
