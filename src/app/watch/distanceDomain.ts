import type { Row } from "../../comparison/row.ts";

const FLOOR = 1e-13; // the square of float32's last digit

/** One log domain for the distances by exemplars of all evaluations, so that the axis stands still between them. */
export function distanceDomain(rows: readonly Row[]): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (const { metric, at, value, high, statistic } of rows) {
    if (metric !== "spd" || at.exemplars === undefined || statistic !== "mean" || !Number.isFinite(value)) continue;
    if (value > FLOOR) least = Math.min(least, value);
    most = Math.max(most, value, Number.isFinite(high) ? high : 0);
  }
  if (most <= FLOOR) return [FLOOR, 1];
  return [10 ** Math.floor(Math.log10(least)), most * 1.2];
}
