import type { Row, RowPlace } from "../comparison/row.ts";
import { runLabel } from "../config/runLabel.ts";
import type { Config } from "../config/schema.ts";
import type { Metric } from "../metrics/metrics.ts";
import { tuningOf } from "../tasks/families.ts";
import type { MeasuredRun } from "./experiment.ts";

/** The criteria for a row. */
export interface RowFilter {
  readonly metric: Metric;
  readonly reference?: string;
  readonly learner?: string; // default the transformer
  readonly at: { readonly [Key in keyof RowPlace]?: RowPlace[Key] | undefined }; // undefined: rows without it
}

/** Rows of means of a run that are of this metric, reference and place. */
export function rowsAt(
  { rows }: Pick<MeasuredRun, "rows">,
  { metric, reference, learner = "transformer", at }: RowFilter,
): Row[] {
  const places = Object.entries(at) as [keyof RowPlace, unknown][];
  return rows.filter(
    (row) =>
      row.metric === metric &&
      (reference === undefined || row.reference === reference) &&
      row.learner === learner &&
      row.statistic === "mean" &&
      places.every(([key, value]) => row.at[key] === value),
  );
}

/** The one row of a run that is of this metric, reference and place. Throws if there is none, or more than one. */
export function rowAt(run: MeasuredRun, filter: RowFilter): Row {
  const [row, ...others] = rowsAt(run, filter);
  if (row && others.length === 0) return row;
  const what = `${filter.metric}${filter.reference ? ` to ${filter.reference}` : ""} at ${JSON.stringify(filter.at)}`;
  throw new Error(
    `invalid rows of ${runLabel(run.config)}: expected one of ${what}, found ${row ? others.length + 1 : 0}`,
  );
}

/** Whether the nearest is decided: the interval of its margin to the runner-up does not contain 0. */
export const isDecided = (margin: Row): boolean => margin.low > 0 || margin.high < 0;

/** What tells the runs of an experiment apart; what is not given may be anything. */
export interface RunFilter {
  readonly layers?: number;
  readonly hiddenSize?: number;
  readonly seed?: number;
  readonly steps?: number;
  readonly tuning?: number;
  readonly dim?: number;
}

const settingsOf = ({ model, seed, training, prompts }: Config): Required<RunFilter> => ({
  ...{ layers: model.layers, hiddenSize: model.hiddenSize, seed },
  ...{ steps: training.steps, tuning: tuningOf(prompts), dim: prompts.dim },
});

/** The one run that has these settings. Throws if there is none, or more than one. */
export function runWith(runs: readonly MeasuredRun[], filter: RunFilter): MeasuredRun {
  const wanted = Object.entries(filter) as [keyof RunFilter, number][];
  const found = runs.filter(({ config }) => wanted.every(([key, value]) => settingsOf(config)[key] === value));
  const [run, ...others] = found;
  if (run && others.length === 0) return run;
  throw new Error(`invalid runs: expected one with ${JSON.stringify(filter)}, found ${found.length}`);
}
