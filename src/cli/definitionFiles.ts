import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { workerData } from "node:worker_threads";
import type { Algorithm } from "../algorithms/algorithm.ts";
import { algorithmOf } from "../algorithms/algorithms.ts";
import { addAlgorithm } from "../extensions/addAlgorithm.ts";
import { addTaskFamily } from "../extensions/addTaskFamily.ts";
import { type LoadedFile, loadedFiles, noteLoaded } from "../extensions/loadedFiles.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { TaskFamily } from "../tasks/taskFamily.ts";
import type { Arguments, Flag } from "./command.ts";
import { readFlagFile } from "./io/files.ts";
import { errorSentence, quoteInput, UsageError } from "./usageError.ts";

const EXPECTED = "ICL_DEFINITIONS"; // SHA-256 by path

const KINDS = ["task", "algorithm"] as const;

/** The flags that load definitions from files. Every command that trains or evaluates learners has them. */
export const definitionFlags = {
  task: {
    value: "FILE",
    multiple: true,
    help: "loads a task family of your own (docs/extending.md); --set family=ID selects it",
  },
  algorithm: {
    value: "FILE",
    multiple: true,
    help: "loads a reference algorithm of your own (docs/extending.md) and compares with it",
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** Loads the files that --task and --algorithm name. Throws UsageError if one is not valid. */
export async function loadDefinitions(args: Arguments): Promise<void> {
  const expected: Readonly<Record<string, string>> = JSON.parse(process.env[EXPECTED] ?? "{}");
  for (const kind of KINDS)
    for (const path of args.texts(kind)) await load(kind, resolve(path), expected[resolve(path)]);
}

/** The flags that load the same files in another process. */
export const flagsOfLoaded = (): string[] => loadedFiles().flatMap(({ kind, path }) => [`--${kind}`, path]);

/** The environment of another process that loads the same files. That process reports an error if the files have changed. */
export const environmentOfLoaded = (): NodeJS.ProcessEnv => ({
  ...process.env,
  [EXPECTED]: JSON.stringify(Object.fromEntries(loadedFiles().map(({ path, sha256 }) => [path, sha256]))),
});

/** The data of a new worker thread, so that it loads the same, unchanged files. */
export const threadData = (): object => ({ definitions: loadedFiles() });

/** Loads, in a worker thread, the files that the process has loaded. */
export async function loadInThread(): Promise<void> {
  const { definitions = [] } = (workerData ?? {}) as { readonly definitions?: readonly LoadedFile[] };
  for (const { kind, path, sha256 } of definitions) await load(kind, path, sha256);
}

/** Loads a file if it has the expected SHA-256. */
async function load(kind: LoadedFile["kind"], path: string, expected: string | undefined): Promise<void> {
  const bytes = readFlagFile(kind, path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (expected !== undefined && expected !== sha256)
    throw new UsageError(`invalid --${kind}: expected ${quoteInput(path)} with SHA-256 ${expected}, got ${sha256}`);
  if (loadedFiles().some((each) => each.kind === kind && each.path === path && each.sha256 === sha256)) return;
  const definition = await importDefault(kind, path);
  try {
    if (kind === "task") addTaskFamily(definition as TaskFamily);
    else addAlgorithm(definition as Algorithm);
  } catch (error) {
    throw new UsageError(`invalid --${kind}: ${quoteInput(path)}: ${errorSentence(error)}`);
  }
  noteLoaded({ kind, id: (definition as { readonly id: string }).id, path, sha256 });
}

/**
 * The default export of a file, after it has resolved if it is a promise. Rejects if nothing can happen in this process any
 * more: then that promise or a top-level await of the file never resolves, and Node would end without a sentence.
 */
function importFile(path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const rejectIdle = () =>
      reject(new Error("expected every top-level await and the default export to resolve, got one that never does"));
    process.once("beforeExit", rejectIdle);
    import(pathToFileURL(path).href)
      .then((loaded: { readonly default?: unknown }) => loaded.default)
      .then(resolve, reject)
      .finally(() => process.off("beforeExit", rejectIdle));
  });
}

/** The default export of a file. Throws UsageError if it cannot be imported or has none. */
async function importDefault(kind: LoadedFile["kind"], path: string): Promise<unknown> {
  let definition: unknown;
  try {
    definition = await importFile(path);
  } catch (error) {
    const noTypes =
      (error as NodeJS.ErrnoException | null)?.code === "ERR_UNKNOWN_FILE_EXTENSION" && /\.[cm]?ts$/.test(path);
    const problem = noTypes
      ? `TypeScript needs Node 22.18 or newer, this is ${process.versions.node}; expected .js or .mjs`
      : `could not be loaded: ${errorSentence(error)}`;
    throw new UsageError(`invalid --${kind}: ${quoteInput(path)}: ${problem}`);
  }
  if (definition !== undefined) return definition;
  const expected = kind === "task" ? "taskFamily({ … })" : "algorithm({ … })";
  throw new UsageError(
    `invalid --${kind}: ${quoteInput(path)}: expected export default ${expected}, got no default export`,
  );
}

/** Throws UsageError if one of these algorithms needs classes as y, and the prompts have other numbers. */
export async function assertTargetsFit(
  flag: "with" | "algorithm",
  ids: readonly string[],
  prompts: () => Promise<PromptBatch>,
): Promise<void> {
  const id = ids.find((each) => algorithmOf(each)?.targets === "classes");
  if (id === undefined) return;
  const wrong = (await prompts()).y.find((value) => Math.abs(value) !== 1);
  if (wrong !== undefined)
    throw new UsageError(`invalid --${flag}: ${id} needs prompts with y = 1 or -1, got ${wrong}`);
}
