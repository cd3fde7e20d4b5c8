import { type StdioOptions, spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { difference } from "../../config/config.ts";
import { type Config, defaults } from "../../config/schema.ts";
import { environmentOfLoaded, flagsOfLoaded } from "../definitionFiles.ts";
import { makeFolder, writeAtomic } from "../io/files.ts";
import { isLocked } from "../io/lock.ts";
import { onTerminate } from "../io/onTerminate.ts";
import { currentFolder } from "../io/replacement.ts";

/** A run to carry out, and the folder it goes to. */
export interface Job {
  readonly folder: string;
  readonly label: string; // as it is told to a person
  readonly config: Config;
}

/**
 * Trains what is not done yet, `jobs` at once, each in a process of its own on `workers` threads; goes on with what was
 * stopped. Tells standard error of each, and `done` of those it trained. What a run that failed said last is left in its
 * folder, as failure.txt. If this process is told to end, its runs save the step they are at. Throws a sentence that
 * names the runs that failed, or says that it was told to end.
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
        if (!isLocked(run.folder)) leaveFailure(run.folder, error); // or another process trains it
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, work)).finally(stop);
  if (stopSignal.aborted) {
    const finished = runs.filter(({ folder }) => existsSync(`${folder}/result.json`)).length;
    throw new Error(`told to end: ${finished} of ${runs.length} runs are done; the same command goes on`);
  }
  if (failed.length > 0) {
    throw new Error(`${failed.length} of ${runs.length} runs failed: ${failed.map(({ label }) => label).join(", ")}`);
  }
}

/** Where a run's folder says why it failed. */
export const failurePath = (folder: string): string => `${folder}/failure.txt`;

function leaveFailure(folder: string, sentence: string): void {
  try {
    makeFolder(folder);
    writeAtomic(failurePath(folder), `${sentence}\n`);
  } catch {
    // a disk that is full or a folder that cannot be written to: the log has the sentence
  }
}

/** What Node is started with to be this command again. */
export const thisCommand = (): string[] => [...process.execArgv, process.argv[1] as string];

const BASE = "fit-d5"; // the preset that is the defaults

/** Runs `icl train`, and gives back what it said last where it failed. */
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
  // The channel tells the run when this process is gone: it ends too, and another may go on with its folder.
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

/** The last line of what a program said. */
export const lastLineOf = (output: string): string => output.trimEnd().split("\n").at(-1) ?? "";
