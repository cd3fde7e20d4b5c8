import type { Row } from "../../comparison/row.ts";
import { difference } from "../../config/config.ts";
import { presetConfig } from "../../config/presets.ts";
import type { Config } from "../../config/schema.ts";
import type { Metric } from "../../metrics/metrics.ts";
import type { Source } from "./exportFigure.ts";

/** The rows of some metrics of one run, at one training step if one is shown, with its preset, changed settings and seed. */
export function exportSource(
  rows: readonly Row[],
  { preset, config }: { readonly preset: string; readonly config: Config },
  metrics: readonly Metric[],
  step?: number,
): Source {
  const shown = ({ metric, at }: Row) =>
    metrics.includes(metric) && (step === undefined || at.step === undefined || at.step === step);
  return {
    rows: rows.filter(shown),
    from: {
      preset,
      changes: JSON.stringify(difference(config, presetConfig(preset))),
      seed: config.seed,
      ...(step !== undefined && { step }),
    },
  };
}
