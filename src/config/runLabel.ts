import { difference, paths } from "./config.ts";
import { presetConfig, presets } from "./presets.ts";
import type { Config, Setting } from "./schema.ts";

/** A run's name for people, which tells its config apart from any other: the nearest preset, what differs from it, the seed. */
export function runLabel(config: Config): string {
  const { name, changes } = nearestPreset(config);
  const parts = changes.map(([path, value]) => `${lastPart(path)}${written(value)}`);
  return [name, ...parts, `seed${config.seed}`].join("-");
}

/** The preset that fewest settings tell a config from, and those settings; the seed is none. */
export function nearestPreset(config: Config): {
  readonly name: string;
  readonly changes: readonly (readonly [path: string, value: Setting])[];
} {
  const alike = presets.filter(({ name }) => beginsAtRandom(presetConfig(name)) === beginsAtRandom(config));
  const candidates = alike.map(({ name }) => {
    const { seed: _, ...changes } = difference(config, presetConfig(name));
    return { name, changes: Object.entries(changes) };
  });
  return candidates.reduce((a, b) => (b.changes.length < a.changes.length ? b : a));
}

const beginsAtRandom = ({ model }: Config) => model.init === "random"; // or set by hand: no preset of the other kind is near

/** The last part of a setting's path where no other ends so, the whole path otherwise. */
function lastPart(path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  return paths().filter((other) => other === last || other.endsWith(`.${last}`)).length === 1 ? last : path;
}

const written = (value: number | string): string =>
  typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
