import { allFamilies, familyById } from "../tasks/families.ts";
import type { TaskFamily } from "../tasks/taskFamily.ts";
import { howToLoad } from "../text/howToLoad.ts";
import { defaultSetting, fullPath, parseConfig, withSettings } from "./config.ts";
import { type Axis, type Foreign, type GridPoint, pointsAlong, runName } from "./grid.ts";
import { type Config, ConfigError, defaults, type Setting } from "./schema.ts";

/**
 * A config from a file of this version or an older one. Version 0.1 wrote the settings of every family into every
 * config: those of other families are removed, because they never had an effect. Throws ConfigError.
 */
export function parseStoredConfig(input: unknown): Config {
  try {
    return parseConfig(withoutForeign(input));
  } catch (error) {
    const { path, message } = error as ConfigError;
    if (path !== "prompts.family") throw error;
    throw new ConfigError(`${message}; if a definition file defines it, ${howToLoad("task")}`, path);
  }
}

function withoutForeign(input: unknown): unknown {
  if (typeof input !== "object" || input === null || !("prompts" in input)) return input;
  const { prompts } = input;
  if (typeof prompts !== "object" || prompts === null || Array.isArray(prompts)) return input;
  const family = familyById("family" in prompts ? prompts.family : "linear");
  if (!family) return input;
  return {
    ...input,
    prompts: Object.fromEntries(Object.entries(prompts).filter(([name]) => !isForeign(name, family))),
  };
}

const isForeign = (name: string, { settings }: TaskFamily): boolean =>
  !(name in settings) && allFamilies().some((other) => Object.hasOwn(other.settings, name));

/**
 * The runs of a grid that an older version started, from the settings that differ from the defaults, and the axes. A run
 * has the name that the older version gave it. Throws ConfigError.
 */
export const storedGridPoints = (
  settings: Readonly<Record<string, Setting>>,
  axes: readonly Axis[],
  by: string,
): GridPoint[] =>
  pointsAlong(axes, (changes) => {
    const all = Object.entries({ ...settings, ...changes }).map(([name, value]) => [fullPath(name), value] as const);
    const family = familyById(new Map(all).get("prompts.family") ?? defaults.prompts.family);
    const belongsToFamily = ([path]: readonly [string, Setting]) =>
      !family || !path.startsWith("prompts.") || !isForeign(path.slice("prompts.".length), family);
    const config = withSettings(defaults, Object.fromEntries(all.filter(belongsToFamily)));
    const foreign: Foreign = Object.fromEntries(
      all.filter((each) => !belongsToFamily(each)).map(([path, value]) => [path, asDefault(path, value)]),
    );
    return { config, name: runName(config, by, foreign), foreign };
  });

/** A value in the type of the setting's default: an axis contains strings from the command line. */
const asDefault = (path: string, value: Setting): Setting =>
  typeof defaultSetting(path) === "number" ? Number(value) : value;
