import { fullPath, withSettings } from "../config/config.ts";
import type { Config, Setting } from "../config/schema.ts";
import type { Arguments, Flag } from "./command.ts";
import { quoteInput, UsageError } from "./usageError.ts";

/** The flag --set, of every command that takes a preset. */
export const setFlag: Flag = {
  value: "path=value",
  multiple: true,
  help: "changes one setting, such as model.layers=2; may be given again",
};

/** A config with --set, --seed and --steps applied. */
export const applyFlags = (base: Config, args: Arguments): Config => withSettings(base, settingsFromFlags(args));

/** What --set, --seed and --steps change, by path. Throws UsageError where a setting is typed twice. */
export function settingsFromFlags(args: Arguments): Readonly<Record<string, Setting>> {
  const changes = new Map<string, Setting>();
  const change = (path: string, value: Setting, flag: string) => {
    if (changes.has(path)) throw new UsageError(`duplicate setting ${path}: ${quoteInput(flag)} says it a second time`);
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
