import type { Row } from "../../comparison/row.ts";

const FLOOR = 1e-13; // the square of float32's last digit

/** One log domain for the distances by exemplars of all evaluations, so that the axis does not change between them. */
export function distanceDomain(rows: readonly Row[]): [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, 0];
  for (const { metric, at, value, high, statistic } of rows) {
    if (metric !== "spd" || at.exemplars === undefined || statistic !== "mean" || !Number.isFinite(value)) continue;
    if (value > FLOOR) min = Math.min(min, value);
    max = Math.max(max, value, Number.isFinite(high) ? high : 0);
  }
  if (max <= FLOOR) return [FLOOR, 1];
  return [10 ** Math.floor(Math.log10(min)), max * 1.2];
}
