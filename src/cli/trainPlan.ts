import { existsSync } from "node:fs";
import { assertFitsInMemory } from "../config/memory.ts";
import { presetConfig } from "../config/presets.ts";
import type { Config } from "../config/schema.ts";
import { assertSameDefinitions } from "../extensions/loadedFiles.ts";
import { assertSameConfig } from "../runs/sameConfig.ts";
import type { Arguments } from "./command.ts";
import { kindOf, openCheckpoint, prepareFolder, readFlagFile } from "./io/files.ts";
import { currentFolder } from "./io/replacement.ts";
import { RUN_MARKERS } from "./io/runFolder.ts";
import { applyFlags, configOf } from "./settingFlags.ts";
import { quoteInput, UsageError, usageChecked } from "./usageError.ts";

/** What `icl train` has to do. */
export interface TrainPlan {
  readonly config: Config;
  readonly folder: string;
  readonly until: number; // the last step
  readonly resumed?: { readonly bytes: Uint8Array; readonly step: number }; // the checkpoint it starts from
}

/** Parses the flags and, for --resume, the checkpoint. Writes nothing. Throws UsageError or ConfigError. */
export const planTraining = (args: Arguments): TrainPlan => (args.has("resume") ? planResumed(args) : planNew(args));

function planNew(args: Arguments): TrainPlan {
  const { preset, config } = configOf(args);
  assertFitsInMemory(config);
  return { config, folder: args.text("out") ?? `runs/${preset}-${config.seed}`, until: untilOf(args, config, 0) };
}

function planResumed(args: Arguments): TrainPlan {
  const preset = args.text("preset");
  const folder = args.text("out") ?? (preset && `runs/${preset}-${args.integer("seed", 0) ?? 1}`);
  if (folder === undefined) throw new UsageError("missing --out: --resume needs the run folder to resume");
  const current = currentFolder(folder);
  const path = `${current}/checkpoint.safetensors`;
  if (kindOf(path) !== "file") {
    throw new UsageError(`invalid --resume: expected a checkpoint.safetensors in ${quoteInput(folder)}, found none`);
  }
  const bytes = readFlagFile("out", path);
  if (args.has("keep") && !existsSync(`${current}/moments`)) {
    throw new UsageError(
      `invalid --keep: the run in ${quoteInput(folder)} was started without it, and its earlier snapshots were not saved`,
    );
  }
  const { config: savedConfig, state, definitions = [] } = openCheckpoint("out", path);
  usageChecked(() => assertSameDefinitions(definitions, savedConfig.prompts.family));
  const config = applyFlags(preset === undefined ? savedConfig : usageChecked(() => presetConfig(preset)), args);
  assertFitsInMemory(config);
  assertSameConfig(savedConfig, config, state.step);
  return { config, folder, until: untilOf(args, config, state.step), resumed: { bytes, step: state.step } };
}

function untilOf(args: Arguments, { training }: Config, done: number): number {
  const until = args.integer("until", 1) ?? training.steps;
  if (until > training.steps)
    throw new UsageError(`invalid --until: the schedule ends at step ${training.steps}, got ${until}`);
  if (until < done) throw new UsageError(`invalid --until: the run is at step ${done} already, got ${until}`);
  return until;
}

/** Makes the folder of a plan if it does not exist. Throws UsageError if a new run would replace another without --force. */
export function prepareRunFolder({ folder, resumed }: TrainPlan, force: boolean): void {
  prepareFolder(folder, resumed ? [] : RUN_MARKERS, force);
}
