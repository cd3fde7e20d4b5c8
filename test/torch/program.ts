import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Config, Setting } from "../../src/config/schema.ts";
import type { StepEvent } from "../../src/runs/runEvent.ts";
import { trainingProgram } from "../../src/torch/trainingProgram.ts";
import { type Ended, endOf, newFolder } from "../cli/icl.ts";

export const PYTHON = "/usr/bin/python3"; // Debian's, which has PyTorch
const small = {
  ...{ dim: 3, exemplars: 5, layers: 2, hiddenSize: 16, heads: 2, "evaluation.prompts": 24, "evaluation.times": 6 },
  ...{ "training.batch": 10, "training.warmup": 200, "training.steps": 60 },
};

/** A config of seconds. */
export const smallConfig = (preset: string, settings: Readonly<Record<string, Setting>> = {}): Config =>
  withSettings(presetConfig(preset), { ...small, ...settings });

/** A new run folder with the program that trains a config. */
export async function programFolder(config: Config): Promise<string> {
  const folder = newFolder();
  writeFileSync(join(folder, "train.py"), await trainingProgram(config, (file) => readFile(file, "utf8")));
  return folder;
}

/** Starts the program in a folder on one thread of the CPU. */
export const startProgram = (folder: string, ...args: string[]): ChildProcess =>
  spawn(PYTHON, [join(folder, "train.py"), "--device", "cpu", "--threads", "1", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Runs the program in a folder to its end. */
export const runProgram = (folder: string, ...args: string[]): Promise<Ended> => endOf(startProgram(folder, ...args));

/** The losses that a program or a command printed with --json, or a log has, by step. */
export const lossesOf = ({ out }: Pick<Ended, "out">): readonly number[] =>
  out
    .split("\n")
    .filter((line) => line.includes('"type":"step"'))
    .map((line) => (JSON.parse(line) as StepEvent).loss);

/** The largest relative difference between two lists of losses. */
export const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, k) => Math.abs(value - (b[k] as number)) / value));
