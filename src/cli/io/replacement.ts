import { cpSync, existsSync, renameSync } from "node:fs";
import { makeFolder, remove, withReason } from "./files.ts";

// A run that replaces another (--force) is written into a folder inside the run folder first. Once it has what it needs
// to be resumed, that folder gets another name: from then on the new run counts, and its files take the places of the
// earlier ones. After a kill in between they are copied again from the start.

/** The names of that folder: while the earlier run counts, and once the new one does. */
const [PARTIAL, COMPLETE] = [".replacement.partial", ".replacement"];

/** What is in a folder in which a replacement was cut off. */
export const REPLACEMENTS: readonly string[] = [PARTIAL, COMPLETE];

/** The folder that holds the current files of a run: the run folder, or its replacement if the copying was cut off. */
export const currentFolder = (folder: string): string =>
  existsSync(`${folder}/${COMPLETE}`) ? `${folder}/${COMPLETE}` : folder;

/** A new empty folder to write the new run into. */
export function startReplacement(folder: string): string {
  const partial = `${folder}/${PARTIAL}`;
  remove(partial);
  makeFolder(partial);
  return partial;
}

/** Removes a new run that has ended before it could be resumed. The earlier run still counts. */
export const discardReplacement = (folder: string): void => remove(`${folder}/${PARTIAL}`);

/** Puts the new run's files in the places of the earlier run's, of which none is left. */
export function commitReplacement(folder: string, names: readonly string[]): void {
  withReason(folder, () => renameSync(`${folder}/${PARTIAL}`, `${folder}/${COMPLETE}`));
  finishReplacement(folder, names);
}

/** Goes on with a replacement that was cut off, if there is one. */
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
