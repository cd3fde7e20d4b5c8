import { cpSync, existsSync, renameSync } from "node:fs";
import { makeFolder, remove, withReason } from "./files.ts";

// A run that replaces another (--force) is first written into a folder inside the run folder. Once it can be resumed,
// that folder is renamed: from then on the new run counts, and its files replace the earlier ones. After a kill during
// the copying, all files are copied again.

/** The names of that folder: while the earlier run counts, and after the new run counts. */
const [PARTIAL, COMPLETE] = [".replacement.partial", ".replacement"];

/** The folders that an interrupted replacement leaves. */
export const REPLACEMENTS: readonly string[] = [PARTIAL, COMPLETE];

/** The folder with the current files of a run: the run folder, or its replacement if the copying was interrupted. */
export const currentFolder = (folder: string): string =>
  existsSync(`${folder}/${COMPLETE}`) ? `${folder}/${COMPLETE}` : folder;

/** A new empty folder to write the new run into. */
export function startReplacement(folder: string): string {
  const partial = `${folder}/${PARTIAL}`;
  remove(partial);
  makeFolder(partial);
  return partial;
}

/** Removes a new run that ended before it could be resumed. The earlier run still counts. */
export const discardReplacement = (folder: string): void => remove(`${folder}/${PARTIAL}`);

/** Replaces all files of the earlier run by those of the new run. */
export function commitReplacement(folder: string, names: readonly string[]): void {
  withReason(folder, () => renameSync(`${folder}/${PARTIAL}`, `${folder}/${COMPLETE}`));
  finishReplacement(folder, names);
}

/** Completes an interrupted replacement, if there is one. */
export function finishReplacement(folder: string, names: readonly string[]): void {
  const from = `${folder}/${COMPLETE}`;
  if (existsSync(from)) {
    for (const name of names) remove(`${folder}/${name}`);
    for (const name of names.filter((each) => existsSync(`${from}/${each}`)))
      withReason(`${folder}/${name}`, () => cpSync(`${from}/${name}`, `${folder}/${name}`, { recursive: true }));
    remove(`${folder}/${PARTIAL}`);
    withReason(folder, () => renameSync(from, `${folder}/${PARTIAL}`));
  }
  remove(`${folder}/${PARTIAL}`);
}
