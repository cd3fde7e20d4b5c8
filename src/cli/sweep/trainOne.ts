import { type StdioOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { difference } from "../../config/config.ts";
import { type Config, defaults } from "../../config/schema.ts";
import { PROGRAM } from "../../torch/trainingProgram.ts";
import { environmentOfLoaded, flagsOfLoaded } from "../definitionFiles.ts";
import { programOf } from "../export.ts";
import { makeFolder, writeAtomic } from "../io/files.ts";
import { currentFolder } from "../io/replacement.ts";
import { errorSentence } from "../usageError.ts";
import { TORCHRUN, type TorchEngine } from "./torchEngine.ts";

/** A run to train, and its folder. */
export interface Job {
  readonly folder: string;
  readonly label: string; // for messages
  readonly config: Config;
}

/** How runs are trained: the lab's engine and threads, and PyTorch if it trains them. */
export interface Trainer {
  readonly backend: string;
  readonly workers: number; // threads of a run
  readonly torch?: TorchEngine | undefined;
}

/** The arguments with which Node runs this command again. */
export const thisCommand = (): string[] => [...process.execArgv, process.argv[1] as string];

const BASE = "fit-d5"; // the preset equal to the defaults

/** Trains a run in other processes. Returns the last message of a process that failed. */
export function trainOne(run: Job, trainer: Trainer, stopSignal: AbortSignal): Promise<string | undefined> {
  return trainer.torch ? trainInTorch(run, trainer, trainer.torch, stopSignal) : trainHere(run, trainer, stopSignal);
}

/** Runs `icl train` on a config. */
function trainHere({ folder, config }: Job, trainer: Trainer, stopSignal: AbortSignal) {
  const settings = Object.entries(difference(config, defaults)).flatMap(([path, value]) => [
    "--set",
    `${path}=${value}`,
  ]);
  return runTrain(
    folder,
    ["--preset", BASE, ...settings, isStarted(folder) ? "--resume" : "--force"],
    trainer,
    stopSignal,
  );
}

/** Trains a config with PyTorch; then `icl train` opens its last checkpoint and measures it. */
async function trainInTorch(
  { folder, config }: Job,
  trainer: Trainer,
  { python, processes }: TorchEngine,
  stopSignal: AbortSignal,
): Promise<string | undefined> {
  const path = `${folder}/${PROGRAM}`;
  try {
    makeFolder(folder);
    writeAtomic(path, await programOf(config));
  } catch (error) {
    return errorSentence(error);
  }
  const start = processes > 1 ? [...TORCHRUN, `--nproc_per_node=${processes}`] : [];
  const flags = ["--sweep", "--threads", `${trainer.workers}`, ...(isStarted(folder) ? ["--resume"] : [])];
  const stdio: StdioOptions = ["pipe", "ignore", "pipe"]; // standard input closes when this process ends
  const failure = await runProcess(python, [...start, path, ...flags], stdio, process.env, stopSignal);
  return failure ?? (await runTrain(folder, ["--resume"], trainer, stopSignal));
}

const isStarted = (folder: string): boolean => existsSync(`${currentFolder(folder)}/checkpoint.safetensors`);

function runTrain(folder: string, flags: readonly string[], { backend, workers }: Trainer, stopSignal: AbortSignal) {
  const how = ["--out", folder, "--backend", backend, "--workers", `${workers}`, ...flagsOfLoaded()];
  // The channel tells the run when this process has ended: the run ends too, and another process may resume it.
  const stdio: StdioOptions = ["ignore", "ignore", "pipe", "ipc"];
  const args = [...thisCommand(), "train", ...flags, ...how];
  return runProcess(process.execPath, args, stdio, environmentOfLoaded(), stopSignal);
}

/** Runs a program; the signal asks it to end. Returns its last message if it failed. */
function runProcess(
  command: string,
  args: readonly string[],
  stdio: StdioOptions,
  env: NodeJS.ProcessEnv,
  stopSignal: AbortSignal,
): Promise<string | undefined> {
  const child = spawn(command, args, { stdio, env });
  let output = "";
  child.stderr?.on("data", (part) => {
    output = `${output}${part}`.slice(-MAX_OUTPUT);
  });
  const end = () => child.kill("SIGTERM");
  stopSignal.addEventListener("abort", end);
  if (stopSignal.aborted) end();
  return new Promise((resolve) => {
    child.on("error", (error) => resolve(`could not be started: ${error.message}`));
    child.on("close", (code, signal) => {
      stopSignal.removeEventListener("abort", end);
      if (code === 0) resolve(undefined);
      else resolve(signal ? `ended by ${signal}` : messageIn(output) || `ended with code ${code}`);
    });
  });
}

const MAX_OUTPUT = 20_000; // characters; torchrun writes a report after the message of the program

/** The last sentence of the training program in an output, or else the last line. */
const messageIn = (output: string): string =>
  output
    .split("\n")
    .filter((line) => line.startsWith(`${PROGRAM}: `))
    .at(-1) ?? lastLineOf(output);

/** The last line of a program's output. */
export const lastLineOf = (output: string): string => output.trimEnd().split("\n").at(-1) ?? "";
