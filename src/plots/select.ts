import type { Metric, Row } from "../experiments/row.ts";
import { learnerStyle } from "./learnerStyle.ts";
import type { Series } from "./series.ts";

/** The training step a figure of one moment shows: the asked one, or the last that rows know; undefined where none does. */
export function momentOf(rows: readonly Row[], step?: number): number | undefined {
  if (step !== undefined) return step;
  return rows.reduce<number | undefined>(
    (last, { at }) => (at.step === undefined ? last : Math.max(last ?? at.step, at.step)),
    undefined,
  );
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
export const rowsOf = (rows: readonly Row[], metric: Metric, statistic: Row["statistic"] = "mean"): Row[] =>
  rows.filter((row) => row.metric === metric && row.statistic === statistic);

/** What the bands are, for a description: "95 % intervals over 512 prompts". */
export const bandsOf = (rows: readonly Row[]): string => {
  const row = rows.find((each) => each.low !== each.high);
  return row ? `Bands: 95 % bootstrap intervals over ${row.n.toLocaleString("en")} ${row.of}.` : "";
};

const FLOAT32_FLOOR = 1e-13; // the square of float32's last digit, for answers near one
const MOST_DECADES = 6; // of a log axis: what is farther below stands at its lower end

/** A domain for the values of lines, and whether some stand at its lower end because they are below it (log axes). */
export function domainOf(lines: readonly Series[], log: boolean): { domain: [number, number]; clipped: boolean } {
  const values = lines.flatMap((line) => line.points.map((point) => point.y)).filter(Number.isFinite);
  const most = Math.max(...values, 0);
  if (!log) return { domain: [0, most > 0 ? most * 1.05 : 1], clipped: false };
  const positive = values.filter((value) => value > FLOAT32_FLOOR);
  if (positive.length === 0) return { domain: [FLOAT32_FLOOR, 1], clipped: true };
  const least = Math.max(Math.min(...positive), most / 10 ** MOST_DECADES);
  const low = 10 ** Math.floor(Math.log10(least));
  return { domain: [low, Math.max(most * 1.2, low * 10)], clipped: values.some((value) => value < low) };
}
