import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import {
  type Checkpoint,
  decodeCheckpoint,
  decodeParameters,
  type FileLayout,
  hasConfig,
  isCheckpoint,
} from "../../checkpoints/checkpoint.ts";
import type { Config } from "../../config/schema.ts";
import { decodeBundle, isBundle } from "../../runs/runBundle.ts";
import { errorSentence, quoteInput, UsageError } from "../usageError.ts";
import { isSystemError, reasonOf } from "./systemError.ts";

/** Writes a file completely or not at all: under a temporary name, then renamed, so that a kill leaves the last good file. */
export const writeAtomic = (path: string, content: string | Uint8Array): void => writeAtomicParts(path, [content]);

/** Does the same for a file in parts; only one part at a time is in memory. */
export function writeAtomicParts(path: string, parts: Iterable<string | Uint8Array>): void {
  const temporary = `${path}.partial`;
  withReason(path, () => {
    const file = openSync(temporary, "w");
    try {
      try {
        for (const part of parts) writeFileSync(file, part);
        flush(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** Waits until the device has stored the data. Otherwise a power cut could leave an empty file under the new name. */
function flush(file: number): void {
  try {
    fsyncSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EINVAL") throw error; // the device does not support fsync
  }
}

/** Adds one JSON object as a line at the end of a file. */
export const appendLine = (path: string, value: unknown): void =>
  withReason(path, () => appendFileSync(path, `${JSON.stringify(value)}\n`));

/** Removes a file or folder if it exists. */
export const remove = (path: string): void => withReason(path, () => rmSync(path, { force: true, recursive: true }));

/** Runs a function that writes a file or folder. If it fails, throws a sentence with the reason. */
export function withReason<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const reason = isSystemError(error) && reasonOf(error);
    if (!reason) throw error;
    throw new Error(`could not write ${quoteInput(path)}: ${reason}`, { cause: error });
  }
}

/** The bytes of a file that a flag names. Throws UsageError if it does not exist or cannot be read. */
export function readFlagFile(flag: string, path: string): Uint8Array {
  const is = kindOf(path);
  if (is === "none")
    throw new UsageError(`invalid --${flag}: expected a file, got ${quoteInput(path)}, which does not exist`);
  if (is !== "file")
    throw new UsageError(`invalid --${flag}: expected a file, got ${quoteInput(path)}, which is not a file`);
  return readable(`--${flag}`, path, () => new Uint8Array(readFileSync(path)));
}

/** The kind of thing at a path. */
export function kindOf(path: string): "none" | "file" | "folder" | "other" {
  try {
    const is = statSync(path);
    if (is.isDirectory()) return "folder";
    return is.isFile() ? "file" : "other";
  } catch {
    return "none";
  }
}

/** Reads a JSON file in the folder of --out with `parse`. Throws UsageError if it does not exist or is incomplete. */
export function readRunFile<T>(path: string, parse: (text: string) => T): T {
  if (!existsSync(path))
    throw new UsageError(`invalid --out: expected JSON in ${quoteInput(path)}, which does not exist`);
  const text = readable("--out", path, () => readFileSync(path, "utf8"));
  try {
    return parse(text);
  } catch {
    throw new UsageError(`invalid --out: expected JSON in ${quoteInput(path)}, got something else`);
  }
}

/** The checkpoint in the file, bundle or run folder that a flag names. Throws UsageError if there is none. */
export const openCheckpoint = (flag: string, path: string): Checkpoint =>
  opened(flag, path, (bytes) => decodeCheckpoint(unbundled(bytes)));

/**
 * The same, or only parameters, as another program writes them. `config` is for files that contain no config.
 * `layout` is how that program names and shapes them, if not as ours. Throws UsageError if there is no config, or two.
 */
export const openParameters = (
  flag: string,
  path: string,
  config: Config | undefined,
  layout?: FileLayout,
): Checkpoint =>
  opened(flag, path, (file) => {
    const bytes = unbundled(file);
    const ownConfig = hasConfig(bytes);
    if (isCheckpoint(bytes) && layout)
      throw new UsageError(
        `invalid --layout: ${path} is a checkpoint of ICL Lab, and --layout is for another program's file`,
      );
    if (ownConfig && config)
      throw new UsageError(`invalid --preset: ${path} has a config of its own, and --preset is for a file without one`);
    if (!ownConfig && !config) {
      throw new UsageError(
        `missing --preset: ${path} contains no config; expected a preset, and --set path=value for each difference`,
      );
    }
    return decodeParameters(bytes, config, layout);
  });

function unbundled(bytes: Uint8Array): Uint8Array {
  if (!isBundle(bytes)) return bytes;
  const { checkpoint } = decodeBundle(bytes);
  if (!checkpoint) throw new Error("invalid bundle: missing checkpoint.safetensors");
  return checkpoint;
}

/** Reads the file that a flag names. Throws UsageError if it cannot be read. */
function opened<T>(flag: string, fileOrFolder: string, read: (bytes: Uint8Array) => T): T {
  const inFolder = `${fileOrFolder}/checkpoint.safetensors`;
  const path = existsSync(inFolder) ? inFolder : fileOrFolder;
  const bytes = readFlagFile(flag, path);
  return readable(`--${flag}`, path, () => read(bytes));
}

/** Runs `read` on the path that `named` names. Throws UsageError with the reason if it fails. */
export function readable<T>(named: string, path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = reasonOf(error) ?? errorSentence(error);
    throw new UsageError(`invalid ${named}: ${quoteInput(path)} cannot be read, ${why}`);
  }
}

/** Throws UsageError if the folder of a flag contains one of the `markers` (earlier results) and --force is not set. */
export function assertNoResults(path: string, markers: readonly string[], force: boolean, flag = "out"): void {
  const existing = markers.find((marker) => existsSync(`${path}/${marker}`));
  if (existing === undefined || force) return;
  throw new UsageError(
    `invalid --${flag}: ${quoteInput(path)} contains ${existing} already; expected a new folder, or --force to replace it`,
  );
}

/**
 * Makes a folder to write into. If it contains one of the `markers`, it has earlier results, which only --force may
 * replace. Throws UsageError otherwise, and if the folder is not writable.
 */
export function prepareFolder(path: string, markers: readonly string[], force: boolean, flag = "out"): void {
  assertNoResults(path, markers, force, flag);
  const is = kindOf(path);
  if (is === "file" || is === "other")
    throw new UsageError(`invalid --${flag}: expected a folder, got the file ${quoteInput(path)}`);
  try {
    makeFolder(path);
    writeFileSync(`${path}/.partial`, "");
    rmSync(`${path}/.partial`, { force: true }); // another process that prepares the same folder may have been first
  } catch (error) {
    const why = reasonOf(error);
    throw new UsageError(
      `invalid --${flag}: expected a writable folder, got ${quoteInput(path)}${why ? ` (${why})` : ""}`,
    );
  }
}

/** Makes a folder and its parents. Node's own recursion never ends on a file system that rejects new folders, such as /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  withReason(path, () => {
    try {
      mkdirSync(path);
    } catch (error) {
      if (kindOf(path) !== "folder") throw error; // another process may have been first
    }
  });
}
