import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, vi } from "vitest";
import { icl as runIcl } from "../../src/cli/icl.ts";

/** What a command wrote and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
const made: string[] = [];

/** A new empty folder, which is removed after the last test of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "icl-lab-"));
  made.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

/** Flags of a run of seconds. */
export const tiny: readonly string[] = [
  ...["--preset", "quick", "--steps", "20", "--workers", "1"],
  ...[
    "dim=2",
    "exemplars=4",
    "layers=1",
    "hiddenSize=8",
    "heads=1",
    "batch=8",
    "evaluation.prompts=16",
    "times=4",
  ].flatMap((setting) => ["--set", setting]),
];

/**
 * The command line as two JavaScript files, built once a test file: it starts three times as fast as the sources, of
 * which each start compiles every file. They lie as deep as lib/cli, so that they find public/records.
 */
async function built(): Promise<string> {
  const folder = mkdtempSync(join(root, "node_modules/.icl-lab-"));
  made.push(folder);
  const sources = await rolldown({
    input: { main: join(root, "src/cli/main.ts"), replicaThread: join(root, "src/cli/replicaThread.ts") },
    external: (id) => !/^[./]/.test(id),
    platform: "node",
    logLevel: "warn",
  });
  await sources.write({ dir: folder, format: "esm" });
  for (const path of pythonFiles()) copyFileSync(path, join(folder, basename(path)));
  return join(folder, "main.js");
}

/** The Python files of the lab, which the command line looks for beside its own. */
const pythonFiles = () =>
  ["src/tasks", "src/torch"].flatMap((place) =>
    readdirSync(join(root, place))
      .filter((name) => name.endsWith(".py"))
      .map((name) => join(root, place, name)),
  );

let main: string;
beforeAll(async () => {
  main = await built();
});

/** What a command of `icl` is started with. */
export const iclCommand = (): readonly [string, string] => [process.execPath, main];

/** Starts `icl …` without waiting for it. */
export function startIcl(...args: string[]): ChildProcess {
  const [node, script] = iclCommand();
  return spawn(node, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs `icl …` to its end. */
export const icl = (...args: string[]): Promise<Ended> => endOf(startIcl(...args));

/** What a process says until it ends. */
export function endOf(child: ChildProcess): Promise<Ended> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (part) => {
    out += part;
  });
  child.stderr?.on("data", (part) => {
    err += part;
  });
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, out, err }));
  });
}

/** Runs `icl …` in this process, in milliseconds: for input that is refused. */
export async function iclHere(...args: string[]): Promise<Ended> {
  const output = { out: "", err: "" };
  const capture = (stream: "out" | "err") => (part: unknown) => {
    output[stream] += part;
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, "write").mockImplementation(capture("out")),
    vi.spyOn(process.stderr, "write").mockImplementation(capture("err")),
  ];
  try {
    const code = await runIcl(args);
    return { code, ...output };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The last line of a command's standard output, as JSON. */
export const lastLine = (ended: Ended): Record<string, unknown> =>
  JSON.parse(ended.out.trimEnd().split("\n").at(-1) as string);

/** Every file of a folder with what it holds, by path. */
export const contentsOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path, readFileSync(path, "latin1")]),
  );
