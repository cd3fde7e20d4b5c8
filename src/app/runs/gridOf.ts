import { pathsOf, withSettings } from "../../config/config.ts";
import { gridPoints } from "../../config/grid.ts";
import { assertFitsInMemory } from "../../config/memory.ts";
import { type Config, ConfigError } from "../../config/schema.ts";
import type { Grid } from "../store/sweepGrid.ts";
import { words } from "../text/common.ts";

const MAX_RUNS = 48; // fewer than Runs lists

/** A sweep around a config, from the texts of the form: "1, 2, 4". Throws ConfigError. */
export function gridOf(
  preset: string,
  base: Config,
  fields: readonly { readonly path: string; readonly text: string }[],
  seeds: number,
): Grid {
  const varied = fields.map(({ path, text }) => {
    const values = text.split(/[\s,;]+/).filter((value) => value !== "");
    if (values.length === 0) throw new ConfigError(words.runs.sweep.noValues(words.settings[path]?.label ?? path));
    return { setting: path, values };
  });
  if (new Set(varied.map(({ setting }) => setting)).size < varied.length) throw new ConfigError(words.runs.sweep.twice);
  const cells = gridPoints(base, varied).map(({ settings, config }) => ({
    values: Object.values(settings).map(String),
    configs: Array.from({ length: seeds }, (_, k) => withSettings(config, { seed: config.seed + k })),
  }));
  const axes = varied.map(({ setting }, k) => ({
    path: setting,
    values: [...new Set(cells.map(({ values }) => values[k] as string))],
  }));
  for (const { configs } of cells) configs.forEach(assertFitsInMemory);
  const count = cells.length * seeds;
  if (count > MAX_RUNS) throw new ConfigError(words.runs.sweep.tooMany(count, MAX_RUNS));
  return { preset, axes, cells };
}

/** Settings of a config that a sweep of the page may vary. */
export const sweepable = (config: Config): readonly string[] =>
  pathsOf(config).filter((path) => !["seed", "prompts.family", "model.readout"].includes(path));
