import type { Row } from "../../comparison/row.ts";
import type { Metric } from "../../metrics/metrics.ts";
import { learnerStyle } from "./learnerStyle.ts";
import type { PlotOptions } from "./plotOptions.ts";
import type { Series } from "./series.ts";

/**
 * The training step that a figure of one step shows: the last step of the rows up to `maxStep`, or their first one if all
 * are later. Undefined if no row has a step.
 */
export function lastStepOf(rows: readonly Row[], maxStep = Number.POSITIVE_INFINITY): number | undefined {
  let [first, last]: (number | undefined)[] = [];
  for (const { at } of rows) {
    if (at.step === undefined) continue;
    first = Math.min(first ?? at.step, at.step);
    if (at.step <= maxStep) last = Math.max(last ?? at.step, at.step);
  }
  return last ?? first;
}

/** Rows as lines, one a learner (`by` says whose), over `along`, ascending. */
export function seriesOf(
  rows: readonly Row[],
  by: (row: Row) => string,
  along: (row: Row) => number | undefined,
): Series[] {
  const lines = new Map<string, Row[]>();
  for (const row of rows) {
    if (along(row) === undefined) continue;
    const line = lines.get(by(row));
    if (line) line.push(row);
    else lines.set(by(row), [row]);
  }
  return [...lines].map(([id, line]) => ({
    id,
    style: learnerStyle(id),
    points: line
      .map((row) => ({ x: along(row) as number, y: row.value, low: row.low, high: row.high }))
      .sort((a, b) => a.x - b.x),
  }));
}

/** Rows of one metric and statistic. */
export const rowsOf = (
  rows: readonly Row[],
  metric: Metric,
  { statistic = "mean" }: Pick<PlotOptions, "statistic"> = {},
) => rows.filter((row) => row.metric === metric && row.statistic === statistic);

/** What the bands are, and of how many: "Bands: 95 % interval of the mean, 512 prompts." Nothing where there are none. */
export function bandsOf(rows: readonly Row[]): string[] {
  const row = rows.find((each) => each.low !== each.high);
  if (row?.of === "seeds") return [`Lines: mean of ${row.n} seeds. Bands: from the least to the largest of them.`];
  return row ? [`Bands: 95 % interval of the ${row.statistic}, ${row.n.toLocaleString("en")} ${row.of}.`] : [];
}
