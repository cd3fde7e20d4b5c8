import { defaultSetting, difference, getSetting, settingRange, withSettings } from "./config.ts";
import { presetConfig, presets } from "./presets.ts";
import { type Config, ConfigError, type Setting } from "./schema.ts";

/** A config after a choice, and the other settings that changed with it. */
export interface Choice {
  readonly config: Config;
  readonly changed: Readonly<Record<string, Setting>>; // by path
}

/**
 * A config with another option of a setting, such as another task family. Settings that contradict the option get the
 * values of the first preset with this option; without such a preset, the first valid ones. All others stay.
 * Throws ConfigError if no config with this option is found.
 */
export function withChoice(base: Config, path: string, option: string): Choice {
  const example = presets.map(({ name }) => presetConfig(name)).find((each) => getSetting(each, path) === option);
  const config = repaired(base, { [path]: option }, example);
  const { [path]: _, ...changed } = difference(config, base);
  return { config, changed };
}

/** `base` with some changes, and with further ones for settings that contradict them. Throws the first ConfigError if there are none. */
function repaired(base: Config, changes: Readonly<Record<string, Setting>>, example: Config | undefined): Config {
  try {
    return withSettings(base, changes);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { path } = error;
    if (path !== undefined && !(path in changes)) {
      for (const value of candidates(path, example)) {
        const config = attempt(() => repaired(base, { ...changes, [path]: value }, example));
        if (config) return config;
      }
    }
    const whole =
      example && attempt(() => withSettings(base, { ...groupOf(example, Object.keys(changes)[0]), ...changes }));
    if (whole) return whole;
    throw error;
  }
}

/** Values that a setting may get so that it fits a choice. */
function candidates(path: string, example: Config | undefined): readonly Setting[] {
  const known = example && getSetting(example, path);
  if (known !== undefined) return [known];
  const range = settingRange(path);
  if (range.kind === "oneOf") return range.options;
  return range.kind === "number" ? [defaultSetting(path), range.min] : [];
}

/** All settings of the group that a path is in, such as those of the prompts. */
function groupOf(config: Config, path = ""): Readonly<Record<string, Setting>> {
  const [group] = path.split(".") as [keyof Config];
  const settings = Object.entries(config[group]).map(([name, value]) => [`${group}.${name}`, value as Setting]);
  return Object.fromEntries(settings);
}

function attempt(make: () => Config): Config | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
