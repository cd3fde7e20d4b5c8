import { type StdioOptions, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { difference } from "../../config/config.ts";
import { type Config, defaults } from "../../config/schema.ts";
import { environmentOfLoaded, flagsOfLoaded } from "../definitionFiles.ts";
import { makeFolder, writeAtomic } from "../io/files.ts";
import { isLocked } from "../io/lock.ts";
import { onTerminate } from "../io/onTerminate.ts";
import { currentFolder } from "../io/replacement.ts";

/** A run to train, and its folder. */
export interface Job {
  readonly folder: string;
  readonly label: string; // for messages
  readonly config: Config;
}

/**
 * Trains the unfinished runs, `jobs` at the same time, each in its own process on `workers` threads; resumes interrupted
 * ones. Reports each on standard error, and calls `done` for each run it trained. Writes the last message of a failed run
 * into its folder as failure.txt. If this process is asked to end, its runs save their current step. Throws a sentence
 * that names the failed runs, or says that it was interrupted.
 */
export async function trainAll<Run extends Job>(
  runs: readonly Run[],
  { jobs, backend, workers = 1 }: { readonly jobs: number; readonly backend: string; readonly workers?: number },
  done: (run: Run) => void,
): Promise<void> {
  const left = [...runs];
  const failed: Run[] = [];
  const { signal: stopSignal, stop } = onTerminate();
  const report = ({ label }: Run, sentence: string) => process.stderr.write(`${label}: ${sentence}\n`);
  const work = async () => {
    for (let run = left.shift(); run && !stopSignal.aborted; run = left.shift()) {
      if (existsSync(`${run.folder}/result.json`)) {
        report(run, "done before");
        continue;
      }
      const error = await trainInProcess(run, backend, workers, stopSignal);
      report(run, error ?? "done");
      if (error === undefined) {
        rmSync(failurePath(run.folder), { force: true });
        done(run);
      } else if (!stopSignal.aborted) {
        failed.push(run);
        if (!isLocked(run.folder)) leaveFailure(run.folder, error); // otherwise another process trains it
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, work)).finally(stop);
  if (stopSignal.aborted) {
    const finished = runs.filter(({ folder }) => existsSync(`${folder}/result.json`)).length;
    throw new Error(`interrupted: ${finished} of ${runs.length} runs are done; run the same command again to resume`);
  }
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${runs.length} runs failed: ${failed.map(({ label }) => label).join(", ")}`);
  }
}

/** The file with the reason why a run failed. */
export const failurePath = (folder: string): string => `${folder}/failure.txt`;

function leaveFailure(folder: string, sentence: string): void {
  try {
    makeFolder(folder);
    writeAtomic(failurePath(folder), `${sentence}\n`);
  } catch {
    // the disk is full or the folder is not writable: the log has the sentence
  }
}

/** The arguments with which Node runs this command again. */
export const thisCommand = (): string[] => [...process.execArgv, process.argv[1] as string];

const BASE = "fit-d5"; // the preset equal to the defaults

/** Runs `icl train`. Returns its last message if it failed. */
function trainInProcess(
  { folder, config }: Job,
  backend: string,
  workers: number,
  stopSignal: AbortSignal,
): Promise<string | undefined> {
  const settings = Object.entries(difference(config, defaults)).flatMap(([path, value]) => [
    "--set",
    `${path}=${value}`,
  ]);
  const how = existsSync(`${currentFolder(folder)}/checkpoint.safetensors`) ? "--resume" : "--force";
  const flags = [
    "--preset",
    BASE,
    ...settings,
    "--out",
    folder,
    how,
    "--backend",
    backend,
    "--workers",
    `${workers}`,
    ...flagsOfLoaded(),
  ];
  // The channel tells the run when this process has ended: the run ends too, and another process may resume it.
  const stdio: StdioOptions = ["ignore", "ignore", "pipe", "ipc"];
  const child = spawn(process.execPath, [...thisCommand(), "train", ...flags], { stdio, env: environmentOfLoaded() });
  let output = "";
  child.stderr?.on("data", (part) => {
    output = `${output}${part}`.slice(-2000);
  });
  const end = () => child.kill("SIGTERM");
  stopSignal.addEventListener("abort", end);
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(`could not be started: ${error.message}`));
    child.on("close", (code, signal) => {
      stopSignal.removeEventListener("abort", end);
      if (code === 0) resolve(undefined);
      else resolve(signal ? `ended by ${signal}` : lastLineOf(output) || `ended with code ${code}`);
    });
  });
}

/** The last line of a program's output. */
export const lastLineOf = (output: string): string => output.trimEnd().split("\n").at(-1) ?? "";
