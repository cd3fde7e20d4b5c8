import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a command said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A new empty folder. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), "icl-lab-"));

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

/** Starts `icl …` without waiting for it. */
export const startIcl = (...args: string[]): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...args], { stdio: ["ignore", "pipe", "pipe"] });

/** Runs `icl …` to its end. */
export function icl(...args: string[]): Promise<Ended> {
  const child = startIcl(...args);
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

/** The last line of a command's standard output, as JSON. */
export const lastLine = (ended: Ended): Record<string, unknown> =>
  JSON.parse(ended.out.trimEnd().split("\n").at(-1) as string);
