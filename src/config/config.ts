import * as v from "valibot";
import { allFamilies, familyById } from "../tasks/families.ts";
import type { SettingDefinitions } from "../tasks/setting.ts";
import type { TaskFamily } from "../tasks/taskFamily.ts";
import { describe, excerpt } from "../text/describe.ts";
import { excessiveNeeds } from "./cost.ts";
import {
  type Config,
  ConfigError,
  configSchema,
  defaultPrompts,
  defaults,
  invalidSetting,
  type Setting,
  type SettingRange,
  settingSchemas,
} from "./schema.ts";
import { validateConstruction, validateModel, validatePrompts, withSortedChanges } from "./validate.ts";

/**
 * Validates any input (a file, a form, a message) and returns it as a Config. An absent setting has its default, so that
 * files older than the setting still open. Throws ConfigError.
 */
export function parseConfig(input: unknown): Config {
  requireGroups(input, defaults);
  const family = familyIn(input);
  const filled = withDefaults(input, { ...defaults, prompts: defaultPrompts(family) });
  const result = v.safeParse(configSchema(family), filled, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    const path = v.getDotPath(issue);
    const name = path ?? "config";
    if (issue.type === "strict_object" && issue.expected === "never") throw unknownSetting(name, family.id);
    const taking =
      issue.type === "max_value" && isTree(filled) ? excessiveNeeds(filled as unknown as Config) : undefined;
    const message = `invalid ${name}: ${issue.message}${taking ? `: a training step would need ${taking}` : ""}`;
    throw new ConfigError(message, path ?? undefined);
  }
  const config = withSortedChanges(result.output as Config, settingRange);
  validateModel(config);
  validatePrompts(config);
  validateConstruction(config);
  return config;
}

/** The family that an object names, linear if it names none. Throws ConfigError. */
function familyIn(input: unknown): TaskFamily {
  const { family = defaults.prompts.family } = ((input as Tree | undefined)?.prompts ?? {}) as Tree;
  const found = familyById(family);
  if (found) return found;
  const families = allFamilies()
    .map((each) => each.id)
    .join(", ");
  throw invalidSetting("prompts.family", `must be one of ${families}, got ${describe(family)}`);
}

function withDefaults(input: unknown, fallback: unknown): unknown {
  if (!isTree(input) || !isTree(fallback)) return input === undefined ? fallback : input;
  const filled = Object.entries(fallback).map(([key, value]) => [key, withDefaults(input[key], value)]);
  return { ...input, ...Object.fromEntries(filled) };
}

/** Throws for a list or a single value in place of a group of settings. A group may be absent. */
function requireGroups(input: unknown, group: object, path = "config"): void {
  if (input === undefined) return;
  if (!isTree(input))
    throw new ConfigError(`invalid ${path}: must contain ${Object.keys(group).join(", ")}, got ${describe(input)}`);
  for (const [key, value] of Object.entries(group)) {
    if (isTree(value)) requireGroups(input[key], value, key);
  }
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** The paths of all settings, including the prompt settings of every family: "prompts.dim", …, "seed". */
export const paths = (): readonly string[] => [...settingSchemas().keys()];

type Tree = Record<string, unknown>;

/** The paths of the settings that a config has, in the order of the data flow. */
export const pathsOf = (config: Config): readonly string[] => [
  ...Object.keys(config.prompts).map((name) => `prompts.${name}`),
  ...paths().filter((path) => !path.startsWith("prompts.")),
];

/** The value at a path such as "model.layers"; undefined if the config has no such setting. */
export function getSetting(config: Config, path: string): Setting | undefined {
  return path.split(".").reduce<unknown>((part, key) => (part as Tree | undefined)?.[key], config) as
    | Setting
    | undefined;
}

/** The value at a path; if the config's family has no such setting, the default from a family that has it. */
export const settingOrDefault = (config: Config, path: string): Setting =>
  getSetting(config, path) ?? defaultSetting(path);

/** The default of the setting at a path. Throws ConfigError. */
export function defaultSetting(path: string): Setting {
  const [group, name = ""] = path.split(".");
  const definition = group === "prompts" && allFamilies().find((each) => name in each.settings)?.settings;
  const value = definition ? (definition as SettingDefinitions)[name]?.default : getSetting(defaults, path);
  if (value === undefined) throw unknownSetting(path);
  return value;
}

/** The range of the setting at a path, from the schema. */
export function settingRange(path: string): SettingRange {
  const schema = settingSchemas().get(path);
  const range = schema && v.getMetadata(schema).range;
  if (range === undefined) throw unknownSetting(path);
  return range as SettingRange;
}

/**
 * A config with some settings changed, validated. Strings are parsed into the type of the default, so that URL, flags and
 * form use the same notation; the last part of a path is enough if it is unambiguous ("dim", "layers").
 * Throws ConfigError.
 */
export function withSettings(base: Config, changes: Readonly<Record<string, Setting>>): Config {
  const changed = structuredClone(base) as unknown as Tree;
  const byPath = new Map(Object.entries(changes).map(([name, value]) => [fullPath(name), value]));
  const family = familyIn({ prompts: { family: byPath.get("prompts.family") ?? base.prompts.family } });
  changed.prompts = promptsFor(family, base);
  for (const [path, value] of byPath) {
    const keys = path.split(".");
    const last = keys.pop() as string;
    const parent = keys.reduce<Tree>((part, key) => part[key] as Tree, changed);
    if (!(last in parent)) throw unknownSetting(path, family.id);
    parent[last] = settingRange(path).kind === "number" ? readNumber(value) : value;
  }
  return parseConfig(changed);
}

/** The prompt settings of a family: those of a config, otherwise their defaults. */
const promptsFor = (family: TaskFamily, { prompts }: Config): Tree => ({
  ...Object.fromEntries(
    Object.entries(defaultPrompts(family)).map(([name, value]) => [name, (prompts as Tree)[name] ?? value]),
  ),
  family: family.id,
});

/**
 * The difference between two configs: path → value in `config`. Applied to `base` with withSettings, it gives `config`. A
 * setting that the family of `base` does not have counts as its default.
 */
export function difference(config: Config, base: Config): Record<string, Setting> {
  return Object.fromEntries(
    pathsOf(config).flatMap((path) => {
      const value = getSetting(config, path) as Setting;
      return value === settingOrDefault(base, path) ? [] : [[path, value]];
    }),
  );
}

/** The path that a name such as "layers" is short for. Throws ConfigError. */
export function fullPath(name: string): string {
  if (paths().includes(name)) return name;
  const matches = paths().filter((path) => path.endsWith(`.${name}`));
  if (matches.length === 1) return matches[0] as string;
  if (matches.length > 1) throw new ConfigError(`ambiguous setting ${name}: expected ${matches.join(" or ")}`, name);
  throw unknownSetting(name);
}

function unknownSetting(name: string, family?: string): ConfigError {
  const owners = allFamilies().filter(({ settings }) => name.startsWith("prompts.") && name.slice(8) in settings);
  if (family === undefined || owners.length === 0)
    return new ConfigError(`unknown setting ${excerpt(name)}: expected one of ${paths().join(", ")}`, name);
  const families = owners.map(({ id }) => `"${id}"`).join(" or ");
  return invalidSetting(name, `is a setting of prompts.family ${families}, and prompts.family is "${family}"`);
}

function readNumber(value: Setting): Setting {
  if (typeof value === "number") return value;
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number) ? value : number;
}
