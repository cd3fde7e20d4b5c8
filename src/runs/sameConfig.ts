import { difference, getSetting, settingOrDefault } from "../config/config.ts";
import { type Config, ConfigError } from "../config/schema.ts";
import { changesBefore } from "../training/changes.ts";

/**
 * Throws ConfigError if the config of a checkpoint differs from the expected one. Changes after the step of the
 * checkpoint may differ.
 */
export function assertSameConfig(resumed: Config, expected: Config, step = Number.POSITIVE_INFINITY): void {
  const differing = Object.keys(difference(resumed, expected)).filter(
    (path) =>
      path !== "training.changes" || changesBefore(resumed.training, step) !== changesBefore(expected.training, step),
  );
  if (differing.length > 0) {
    throw new ConfigError(
      `invalid checkpoint: expected one of the same config, got one that differs in ${differing
        .map((path) => `${path} (${getSetting(resumed, path)}, not ${settingOrDefault(expected, path)})`)
        .join(", ")}`,
    );
  }
}
