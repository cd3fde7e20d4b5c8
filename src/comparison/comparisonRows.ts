import { atPosition } from "../metrics/squaredDifference.ts";
import { type Bootstrap, type Summary, summarizeMedian } from "../numerics/statistics.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { Row, RowPlace } from "./row.ts";

/** The prompts of a comparison, with the values that all its rows need. */
export interface ComparedPrompts {
  readonly experiment: string;
  readonly batch: PromptBatch;
  readonly positions: number; // N + 1
  readonly truth: Float32Array; // [B, N + 1]
  readonly scale: number; // D τ²
  readonly resamples: Bootstrap; // of the B prompts
}

/** The measured quantity and its learners. */
type Measured = Pick<Row, "experiment" | "metric" | "learner" | "reference">;

/** A row for a mean over prompts; `more` overrides fields. */
export const rowOf = (
  { experiment, metric, learner, reference }: Measured,
  at: RowPlace,
  summary: Summary,
  more: Partial<Row> = {},
): Row => ({
  experiment,
  metric,
  learner,
  reference,
  at,
  statistic: "mean",
  ...summary,
  of: "prompts",
  ...more,
});

/** A number without an interval. */
export const exact = (value: number, n: number): Summary => ({ value, low: value, high: value, n });

/** The squared differences between two learners, [B, N + 1]. */
export interface Difference {
  readonly metric: "squaredError" | "spd";
  readonly learner: string;
  readonly reference: string; // id of a learner, or "truth"
  readonly squares: Float64Array; // [B, N + 1]
}

/** Means, and optionally medians, of a difference at every position; for SPD from position 1 on. */
export function rowsByExemplars(
  { experiment, positions, resamples }: ComparedPrompts,
  { squares, ...learners }: Difference,
  place: RowPlace,
  medians: boolean,
): Row[] {
  const rows: Row[] = [];
  const measured = { experiment, ...learners };
  for (let position = learners.metric === "spd" ? 1 : 0; position < positions; position++) {
    const at = { exemplars: position, ...place };
    const values = atPosition(squares, positions, position);
    rows.push(rowOf(measured, at, resamples.mean(values)));
    if (medians) rows.push(rowOf(measured, at, summarizeMedian(values), { statistic: "median" }));
  }
  return rows;
}
