import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { fullPath, getSetting, paths, withSettings } from "./config.ts";
import { type Config, ConfigError, type Setting } from "./schema.ts";
import { version } from "./version.ts";

/** An axis of a grid: a setting and the values it takes. */
export interface Axis {
  readonly setting: string;
  readonly values: readonly Setting[];
}

/** One config of a grid, with what sets it apart and a name of its own. */
export interface GridPoint {
  readonly name: string;
  readonly settings: Readonly<Record<string, Setting>>; // of the axes, by path
  readonly config: Config;
}

/** The most runs that one grid may have. */
export const MAX_RUNS = 10_000;

/** Every combination of the axes' values on a base config, the last axis running fastest. Throws ConfigError. */
export function gridPoints(base: Config, axes: readonly Axis[]): GridPoint[] {
  const runs = axes.reduce((product, { values }) => product * values.length, 1);
  if (runs > MAX_RUNS) {
    const [max, got] = [MAX_RUNS, runs].map((count) => count.toLocaleString("en"));
    throw new ConfigError(`invalid grid: expected at most ${max} runs, got ${got}`);
  }
  let points: Record<string, Setting>[] = [{}];
  for (const { setting, values } of axes) {
    points = points.flatMap((point) => values.map((value) => ({ ...point, [setting]: value })));
  }
  const found = points.map((point) => {
    const config = withSettings(base, point);
    const settings = Object.fromEntries(
      Object.keys(point).map((name) => [fullPath(name), getSetting(config, fullPath(name))]),
    );
    return { name: runName(config), settings, config };
  });
  const names = new Set<string>();
  for (const { name, settings } of found) {
    if (names.has(name)) throw new ConfigError(`duplicate run in the grid: ${JSON.stringify(settings)} comes twice`);
    names.add(name);
  }
  return found;
}

/** Configs as a grid of their own, each set apart by the settings that are not the same in all. */
export function pointsOf(configs: readonly Config[]): GridPoint[] {
  const differing = paths.filter((path) => new Set(configs.map((config) => getSetting(config, path))).size > 1);
  return configs.map((config) => ({
    name: runName(config),
    settings: Object.fromEntries(differing.map((path) => [path, getSetting(config, path)])),
    config,
  }));
}

/** Sixteen hexadecimal digits that a config and this version of the engine alone determine. */
export function runName(config: Config): string {
  const settings = paths.map((path) => [path, getSetting(config, path)]).filter(([, value]) => value !== "");
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([version, settings])))).slice(0, 16);
}
