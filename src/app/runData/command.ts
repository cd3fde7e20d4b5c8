import { difference } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";

/** The command line that trains the same run. */
export function trainCommand(preset: string, config: Config): string {
  const { seed, ...settings } = difference(config, presetConfig(preset));
  const changes = Object.entries(settings).map(([path, value]) => ` --set ${path}=${value}`);
  return `npm run -s icl -- train --preset ${preset}${changes.join("")} --seed ${seed ?? config.seed}`;
}
