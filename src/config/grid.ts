import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { defaultSetting, fullPath, getSetting, paths, pathsOf, settingOrDefault, withSettings } from "./config.ts";
import { type Config, ConfigError, type Setting } from "./schema.ts";
import { version } from "./version.ts";

/** An axis of a grid: a setting and the values it takes. */
export interface Axis {
  readonly setting: string;
  readonly values: readonly Setting[];
}

/** One config of a grid, with its values on the axes and a unique name. */
export interface GridPoint {
  readonly name: string;
  readonly settings: Readonly<Record<string, Setting>>; // of the axes, by path
  readonly config: Config;
}

/** Values of settings that a config's family does not have, by path. They have no effect. */
export type Foreign = Readonly<Record<string, Setting>>;

/** Max number of runs of a grid. */
export const MAX_RUNS = 10_000;

/** Every combination of the axes' values on a base config, the last axis varies fastest. Throws ConfigError. */
export const gridPoints = (base: Config, axes: readonly Axis[]): GridPoint[] =>
  pointsAlong(axes, (changes) => {
    const config = withSettings(base, changes);
    return { config, name: runName(config) };
  });

/**
 * The points of a grid along its axes. `runOf` gives the run of a point, its name, and the values of settings that the
 * family of the run does not have. Throws ConfigError.
 */
export function pointsAlong(
  axes: readonly Axis[],
  runOf: (
    changes: Readonly<Record<string, Setting>>,
  ) => Pick<GridPoint, "config" | "name"> & { readonly foreign?: Foreign },
): GridPoint[] {
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
    const { config, name, foreign = {} } = runOf(point);
    const valueAt = (path: string) => foreign[path] ?? settingOrDefault(config, path);
    const settings = Object.fromEntries(Object.keys(point).map((name) => [fullPath(name), valueAt(fullPath(name))]));
    return { name, settings, config };
  });
  const names = new Set<string>();
  for (const { name, settings } of found) {
    if (names.has(name)) throw new ConfigError(`duplicate run in the grid: ${JSON.stringify(settings)} occurs twice`);
    names.add(name);
  }
  return found;
}

/** Configs as a grid: each point has the settings that are not the same in all configs. */
export function pointsOf(configs: readonly Config[], by = version): GridPoint[] {
  const differing = paths().filter((path) => new Set(configs.map((config) => settingOrDefault(config, path))).size > 1);
  return configs.map((config) => ({
    name: runName(config, by),
    settings: Object.fromEntries(differing.map((path) => [path, settingOrDefault(config, path)])),
    config,
  }));
}

/** The settings of version 0.1 in their order. A name depends on all of them, so that a new setting changes no name of an earlier run. */
const SETTINGS_OF_0_1: readonly string[] = Object.entries({
  prompts:
    "family dim exemplars tau sigma taskWeights natural spread coefficients instructed symbolSize symbols document relevant tuning",
  model: "layers hiddenSize heads attention mlp norm tokens positions readout init loss",
  training: "steps batch optimizer learningRate matrixRate momentum warmup decay clip changes",
  evaluation: "prompts times reach",
})
  .flatMap(([group, names]) => names.split(" ").map((name) => `${group}.${name}`))
  .concat("seed");

/** Sixteen hexadecimal digits, determined by a config and a version of the engine; in version 0.1 also by foreign settings. */
export function runName(config: Config, by = version, foreign: Foreign = {}): string {
  const added = pathsOf(config).filter(
    (path) => !SETTINGS_OF_0_1.includes(path) && getSetting(config, path) !== defaultSetting(path),
  );
  const settings = [...SETTINGS_OF_0_1, ...added].map((path) => [
    path,
    foreign[path] ?? settingOrDefault(config, path),
  ]);
  const nonempty = settings.filter(([, value]) => value !== "");
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([by, nonempty])))).slice(0, 16);
}
