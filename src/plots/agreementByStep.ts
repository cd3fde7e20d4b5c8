import type { Row } from "../comparison/row.ts";
import { metrics } from "../metrics/metrics.ts";
import { BAR_HEIGHT, drawNearestStrip, STRIP_HEIGHT, undecidedNote } from "./nearestStrip.ts";
import { domainOf, extentOf, FLOAT32_FLOOR, floorNote } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { type Frame, figureOf, frame } from "./parts/frame.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import { drawMarks } from "./parts/marks.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";
import { svg } from "./parts/svg.ts";

const TITLE = "Distance from the transformer to each algorithm, over training";
const ZERO = 0.6; // where step 0 stands on a log axis
const MARKERS = 56; // px between markers of a line

/**
 * SPD to each algorithm over all positions, by training step; beneath, a strip of the nearest algorithm (hatched where
 * undecided) and the effective λ. A cursor stands at options.step.
 */
export function agreementByStep(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const overAll = rows.filter((row) => row.at.positions === "all" && row.at.step !== undefined);
  const distances = rowsOf(overAll, "spd", options);
  if (distances.length === 0) return empty(options, TITLE, "No rows yet: they come with the first evaluation.");
  const { logX = true, logY: log = true, labelY = `${metrics.spd.label} over 1…N exemplars`, step } = options;
  const lines = seriesOf(
    distances,
    (row) => row.reference,
    (row) => row.at.step,
  );
  const domain = domainOf(lines, { ...options, log });
  const x = extentOf(lines, logX ? ZERO : undefined);
  const drawn = frame(options, {
    title: TITLE,
    description: "The lowest line is the nearest algorithm; the strip beneath names it at each evaluation.",
    x: {
      domain: x,
      log: logX,
      label: `training step${logX ? ", log scale" : ""}`,
      whole: true,
      zero: logX && x[0] === ZERO,
    },
    y: { ...domain, floor: FLOAT32_FLOOR, log, label: `${labelY}${log ? ", log scale" : ""}` },
    keys: legendLayout(lines, { ...options, height: options.height - STRIP_HEIGHT }),
    strip: STRIP_HEIGHT,
    notes: [...bandsOf(distances), ...undecidedNote(overAll), ...floorNote(domain)],
  });
  drawMarks(drawn, options.marks, x[1]);
  const values = drawSeries(drawn, lines, MARKERS);
  drawNearestStrip(drawn, overAll, step);
  if (step !== undefined) drawCursor(drawn, step);
  return figureOf(drawn, values);
}

/** A line at a step through the figure and through its strip, with the axis' words left free. */
function drawCursor({ document, plot, palette, x, height, stripTop }: Frame, step: number): void {
  const at = { x1: x(step), x2: x(step), stroke: palette.ink, "stroke-opacity": 0.6, "data-cursor": step };
  for (const [y1, y2] of [
    [0, height],
    [stripTop - 3, stripTop + BAR_HEIGHT + 3],
  ]) {
    plot.append(svg(document, "line", { ...at, y1, y2 }));
  }
}
