import { extent } from "d3";
import type { AxisSpec } from "./axis.ts";
import { formatPower } from "./format.ts";
import type { PlotOptions } from "./plotOptions.ts";
import type { Series } from "./series.ts";

/** Squared differences of answers near one end here: the square of float32's unit roundoff, 2⁻²⁴. */
export const FLOAT32_FLOOR = 2 ** -48;

const MAX_DECADES = 6; // of a log axis: what is farther below stands at its lower end

type Domain = Required<Pick<AxisSpec, "domain" | "clipped">>;

/** The domain of a y axis that holds all lines and the upper ends of their bands, and whether some stand at its lower end because they are below it. */
export function domainOf(
  lines: readonly Series[],
  { log, domainY }: { readonly log: boolean; readonly domainY?: PlotOptions["domainY"] },
): Domain {
  const values = lines.flatMap((line) => line.points.map((point) => point.y)).filter(Number.isFinite);
  const below = (low: number) => log && values.some((value) => value < low);
  if (domainY) return { domain: domainY, clipped: below(domainY[0]) };
  const highs = lines.flatMap((line) => line.points.map((point) => point.high)).filter(Number.isFinite);
  const max = Math.max(...values, ...highs, 0);
  if (!log) return { domain: [0, max > 0 ? max * 1.05 : 1], clipped: false };
  const min = Math.min(...values.filter((value) => value > FLOAT32_FLOOR));
  if (!Number.isFinite(min)) return { domain: [FLOAT32_FLOOR, 1], clipped: values.length > 0 };
  const lowest = max / 10 ** MAX_DECADES;
  const power = 10 ** Math.floor(Math.log10(Math.max(min, lowest)));
  const hidden = below(Math.max(min, lowest)); // those stand at a power of ten, clear of the others
  const factor = hidden ? 1 : ([5, 2].find((each) => each * power <= min) ?? 1);
  const low = factor * power;
  return { domain: [low, Math.max(max * 1.2, low * 3)], clipped: below(low) };
}

/** What stands at the lower end of a log axis of squared differences. Nothing where nothing was clipped. */
export function floorNote({ domain: [low], clipped }: Domain): string[] {
  if (!clipped) return [];
  const float32 = `float32 ends near ${formatPower(10 ** Math.round(Math.log10(FLOAT32_FLOOR)))}`;
  return [`Values below ${formatPower(low)} stand on the axis; ${float32}.`];
}

/** First and last x of lines; on a log axis that holds 0 from `zero` on, which stands for it. */
export function extentOf(lines: readonly Series[], zero?: number): [number, number] {
  const [first = 0, last = 1] = extent(lines.flatMap((line) => line.points.map((point) => point.x)));
  return zero !== undefined && first <= 0 ? [zero, Math.max(last, 1)] : [first, last];
}
