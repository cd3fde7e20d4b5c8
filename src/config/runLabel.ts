import { isDrawn } from "../transformer/modelConfig.ts";
import { difference, paths } from "./config.ts";
import { presetConfig, presets } from "./presets.ts";
import type { Config, Setting } from "./schema.ts";

/** A readable name of a run that is different for every config: the nearest preset, the differences from it, the seed. */
export function runLabel(config: Config): string {
  const { name, changes } = nearestPreset(config);
  const parts = changes.map(([path, value]) => `${lastPart(path)}${written(value)}`);
  return [name, ...parts, `seed${config.seed}`].join("-");
}

/** The preset with the fewest differing settings, and those settings; the seed does not count. */
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

const beginsAtRandom = ({ model }: Config) => isDrawn(model.init); // otherwise set by hand: presets of the other kind do not count as near

/** The last part of a setting's path if it is unique, the whole path otherwise. */
function lastPart(path: string): string {
  const last = path.slice(path.lastIndexOf(".") + 1);
  return paths().filter((other) => other === last || other.endsWith(`.${last}`)).length === 1 ? last : path;
}

const written = (value: number | string): string =>
  typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
