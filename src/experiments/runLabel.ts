import { type Config, difference, paths } from "./config.ts";
import { presetConfig, presets } from "./presets.ts";

/** A run's name for people, which tells its config apart from any other: the nearest preset, what differs from it, the seed. */
export function runLabel(config: Config): string {
  const candidates = presets.map(({ name }) => {
    const { seed: _, ...changes } = difference(config, presetConfig(name));
    return { name, changes: Object.entries(changes) };
  });
  const { name, changes } = candidates.reduce((a, b) => (b.changes.length < a.changes.length ? b : a));
  const parts = changes.map(([path, value]) => `${lastPart(path)}${written(value)}`);
  return [name, ...parts, `seed${config.seed}`].join("-");
}

/** The last part of a setting's path where no other ends so, the whole path otherwise. */
function lastPart(path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  return paths.filter((other) => other === last || other.endsWith(`.${last}`)).length === 1 ? last : path;
}

const written = (value: number | string): string =>
  typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
