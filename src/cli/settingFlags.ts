import { fullPath, withSettings } from "../config/config.ts";
import { presetConfig, presets } from "../config/presets.ts";
import type { Config, Setting } from "../config/schema.ts";
import type { Arguments, Flag } from "./command.ts";
import { quoteInput, UsageError, usageChecked } from "./usageError.ts";

/** The flag --set. Every command with a preset has it. */
export const setFlag: Flag = {
  value: "path=value",
  multiple: true,
  help: "changes one setting, such as model.layers=2; can be repeated",
};

const presetNames = presets.map(({ name }) => name).join(", ");

/** The flags that describe a config: a preset and its changes. */
export const configFlags = {
  preset: { value: "P", help: `a named config: ${presetNames}` },
  set: setFlag,
  seed: { value: "N", help: "seed of all random streams (default 1)" },
  steps: { value: "N", help: "length of the schedule, in steps" },
} as const satisfies Readonly<Record<string, Flag>>;

/** The config that these flags describe, and the name of its preset. Throws UsageError or ConfigError. */
export function configOf(args: Arguments): { readonly preset: string; readonly config: Config } {
  const preset = args.text("preset");
  if (preset === undefined) throw new UsageError(`missing --preset: expected one of ${presetNames}`);
  const base = usageChecked(() => presetConfig(preset));
  return { preset, config: applyFlags(base, args) };
}

/** A config with --set, --seed and --steps applied. */
export const applyFlags = (base: Config, args: Arguments): Config => withSettings(base, settingsFromFlags(args));

/** The changes of --set, --seed and --steps, by path. Throws UsageError if a setting is set twice. */
export function settingsFromFlags(args: Arguments): Readonly<Record<string, Setting>> {
  const changes = new Map<string, Setting>();
  const change = (path: string, value: Setting, flag: string) => {
    if (changes.has(path)) throw new UsageError(`duplicate setting ${path}: ${quoteInput(flag)} sets it a second time`);
    changes.set(path, value);
  };
  for (const assignment of args.texts("set")) {
    const at = assignment.indexOf("=");
    if (at < 1) throw new UsageError(`invalid --set: expected path=value, got ${quoteInput(assignment)}`);
    change(fullPath(assignment.slice(0, at)), assignment.slice(at + 1), `--set ${assignment}`);
  }
  const seed = args.integer("seed", 0);
  if (seed !== undefined) change("seed", seed, "--seed");
  const steps = args.integer("steps", 1);
  if (steps !== undefined) change("training.steps", steps, "--steps");
  return Object.fromEntries(changes);
}
