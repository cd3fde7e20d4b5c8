import { type Config, defaults, difference } from "../experiments/config.ts";
import type { Metric, Row } from "../experiments/row.ts";
import type { Source } from "./exports.ts";

/** The rows of some metrics of one run, and its config: what differs from the defaults, and the seed. */
export const sourceOf = (rows: readonly Row[], config: Config, metrics: readonly Metric[]): Source => ({
  rows: rows.filter(({ metric }) => metrics.includes(metric)),
  from: { config: JSON.stringify(difference(config, defaults)), seed: config.seed },
});
