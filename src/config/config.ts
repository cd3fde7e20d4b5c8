import * as v from "valibot";
import { describe, excerpt } from "../text/describe.ts";
import { excessiveNeeds } from "./cost.ts";
import { type Config, ConfigError, defaults, Schema, type Setting, type SettingRange } from "./schema.ts";
import {
  validateConstruction,
  validateEvaluation,
  validateMemory,
  validateModel,
  validatePrompts,
  withSortedChanges,
} from "./validate.ts";

/**
 * Checks anything (a file, a form, a message) and gives it back as a Config. A setting it does not name has its
 * default, so that files older than the setting still open. Throws ConfigError.
 */
export function parseConfig(input: unknown): Config {
  requireGroups(input, defaults);
  const filled = withDefaults(input, defaults);
  const result = v.safeParse(Schema, filled, { abortEarly: true });
  if (!result.success) {
    const issue = result.issues[0];
    const path = v.getDotPath(issue);
    const name = path ?? "config";
    if (issue.type === "strict_object" && issue.expected === "never") {
      throw unknownSetting(name);
    }
    const taking =
      issue.type === "max_value" && isTree(filled) ? excessiveNeeds(filled as unknown as Config) : undefined;
    const message = `invalid ${name}: ${issue.message}${taking ? `: a training step would need ${taking}` : ""}`;
    throw new ConfigError(message, path ?? undefined);
  }
  const config: Config = withSortedChanges(result.output, settingRange);
  validateModel(config);
  validatePrompts(config);
  validateConstruction(config);
  validateMemory(config);
  validateEvaluation(config);
  return config;
}

function withDefaults(input: unknown, fallback: unknown): unknown {
  if (!isTree(input) || !isTree(fallback)) return input === undefined ? fallback : input;
  const filled = Object.entries(fallback).map(([key, value]) => [key, withDefaults(input[key], value)]);
  return { ...input, ...Object.fromEntries(filled) };
}

/** Refuses a list or a single value in the place of a group of settings, which may be left out. */
function requireGroups(input: unknown, group: object, path = "config"): void {
  if (input === undefined) return;
  if (!isTree(input))
    throw new ConfigError(`invalid ${path}: must hold ${Object.keys(group).join(", ")}, got ${describe(input)}`);
  for (const [key, value] of Object.entries(group)) {
    if (isTree(value)) requireGroups(input[key], value, key);
  }
}

const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

/** The paths of all settings, in the order of the data's way: "prompts.dim", …, "seed". */
export const paths: readonly string[] = Object.entries(defaults).flatMap(([name, value]) =>
  typeof value === "object" ? Object.keys(value).map((key) => `${name}.${key}`) : [name],
);

type Tree = Record<string, unknown>;

/** The value at a path such as "model.layers". */
export function getSetting(config: Config, path: string): Setting {
  return path.split(".").reduce<unknown>((part, key) => (part as Tree)[key], config) as Setting;
}

/** What the setting at a path may be, as the schema has it. */
export function settingRange(path: string): SettingRange {
  type Node = v.GenericSchema & { readonly entries?: Readonly<Record<string, Node>> };
  const schema = path.split(".").reduce<Node | undefined>((node, key) => node?.entries?.[key], Schema as Node);
  const range = schema && v.getMetadata(schema).range;
  if (range === undefined) throw unknownSetting(path);
  return range as SettingRange;
}

/**
 * A config with some settings changed, checked as a whole. Texts are read as what the setting's default is, so that
 * URL, flags and form speak alike; the last part of a path is enough where it is unambiguous ("dim", "layers").
 * Throws ConfigError.
 */
export function withSettings(base: Config, changes: Readonly<Record<string, Setting>>): Config {
  const changed = structuredClone(base) as unknown as Tree;
  for (const [name, value] of Object.entries(changes)) {
    const path = fullPath(name);
    const keys = path.split(".");
    const last = keys.pop() as string;
    const parent = keys.reduce<Tree>((part, key) => part[key] as Tree, changed);
    parent[last] = typeof getSetting(defaults, path) === "number" ? readNumber(value) : value;
  }
  return parseConfig(changed);
}

/** What differs between two configs: path → value in `config`. Applied to `base` with withSettings it gives `config`. */
export function difference(config: Config, base: Config): Record<string, Setting> {
  return Object.fromEntries(
    paths
      .filter((path) => getSetting(config, path) !== getSetting(base, path))
      .map((path) => [path, getSetting(config, path)]),
  );
}

/** The path that a name such as "layers" is short for. Throws ConfigError. */
export function fullPath(name: string): string {
  if (paths.includes(name)) return name;
  const matches = paths.filter((path) => path.endsWith(`.${name}`));
  if (matches.length === 1) return matches[0] as string;
  if (matches.length > 1) throw new ConfigError(`ambiguous setting ${name}: wanted ${matches.join(" or ")}`, name);
  throw unknownSetting(name);
}

const unknownSetting = (name: string) =>
  new ConfigError(`unknown setting ${excerpt(name)}: wanted one of ${paths.join(", ")}`, name);

function readNumber(value: Setting): Setting {
  if (typeof value === "number") return value;
  const number = Number(value);
  return value.trim() === "" || Number.isNaN(number) ? value : number;
}
