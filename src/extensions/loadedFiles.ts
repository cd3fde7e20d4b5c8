import * as v from "valibot";
import { excerpt } from "../text/describe.ts";
import { howToLoad } from "../text/howToLoad.ts";

/** A definition file that the run of a checkpoint used. */
export interface UsedFile {
  readonly kind: "task" | "algorithm";
  readonly id: string; // of the task family or the algorithm in the file
  readonly sha256: string; // of its bytes
}

/** A definition file named on the command line. */
export interface LoadedFile extends UsedFile {
  readonly path: string; // absolute
}

const usedFile = v.object({ kind: v.picklist(["task", "algorithm"]), id: v.string(), sha256: v.string() });

/** A loaded file, as stored in the folder of a sweep. */
export const loadedFile = v.object({ ...usedFile.entries, path: v.string() });

const loaded: LoadedFile[] = [];

/** Records that a file was loaded. */
export const noteLoaded = (file: LoadedFile): void => void loaded.push(file);

/** The files that were loaded, in their order. */
export const loadedFiles = (): readonly LoadedFile[] => loaded;

/** The loaded definitions that a run on prompts of a family uses: that family, and every algorithm. */
export const usedFiles = (family: string): readonly UsedFile[] =>
  loaded
    .filter(({ kind, id }) => kind === "algorithm" || id === family)
    .map(({ kind, id, sha256 }) => ({ kind, id, sha256 }));

/** The definitions in a checkpoint's metadata. Throws one sentence if they cannot be read. */
export function readDefinitions(text: string | undefined): readonly UsedFile[] {
  if (text === undefined) return [];
  try {
    return v.parse(v.array(usedFile), JSON.parse(text));
  } catch {
    throw new Error(`invalid checkpoint: expected its definitions as JSON, got ${excerpt(text)}`);
  }
}

/** Throws one sentence if the task family of a checkpoint came from a file, and that file is not loaded. */
export function assertSameTask(definitions: readonly UsedFile[]): void {
  for (const definition of definitions) if (definition.kind === "task") assertLoaded(definition);
}

/** Throws one sentence if the run of a checkpoint did not use exactly the loaded files. */
export function assertSameDefinitions(definitions: readonly UsedFile[], family: string): void {
  for (const definition of definitions) assertLoaded(definition);
  const more = usedFiles(family).find(
    ({ id, kind }) => !definitions.some((each) => each.id === id && each.kind === kind),
  );
  if (more)
    throw new Error(`invalid --${more.kind}: the run was made without the ${namesOfKinds[more.kind]} ${more.id}`);
}

const namesOfKinds = { task: "task family", algorithm: "algorithm" } as const;

function assertLoaded({ kind, id, sha256 }: UsedFile): void {
  const found = loaded.find((each) => each.kind === kind && each.id === id);
  if (found?.sha256 === sha256) return;
  const used = `the run uses the ${namesOfKinds[kind]} ${excerpt(id)} from a definition file (SHA-256 ${excerpt(sha256)})`;
  throw new Error(
    found
      ? `invalid --${kind}: ${used}, got one with SHA-256 ${found.sha256}`
      : `missing --${kind}: ${used}; ${howToLoad(kind)}`,
  );
}
