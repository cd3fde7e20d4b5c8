import { area, line } from "d3";
import type { FigureValue } from "./drawnFigure.ts";
import type { Frame } from "./frame.ts";
import type { LearnerStyle } from "./learnerStyle.ts";
import { drawLegend } from "./legend.ts";
import { marker } from "./marker.ts";
import { colourOf } from "./palette.ts";
import { svg } from "./svg.ts";

/** One point of a line, with its interval. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** One line of a figure. */
export interface Series {
  readonly id: string;
  readonly style: LearnerStyle;
  readonly points: readonly Point[]; // ascending in x
  readonly line?: readonly Point[]; // what its line goes through, if more than its points
  readonly end?: readonly [x: number, y: number]; // where its name stands, if not at its last point
}

/**
 * Draws bands, lines and markers, names each line, and returns the values of all points. Markers of a line stand at least
 * `spacing` px apart; other points are specks.
 */
export function drawSeries(frame: Frame, all: readonly Series[], spacing = 10): FigureValue[] {
  const { document, plot, x, y, palette } = frame;
  const keys = all.map(({ id, style, points: given, line: through, end }, k) => {
    const points = given.filter((point) => Number.isFinite(point.y));
    const colour = colourOf(palette, style);
    const group = svg(document, "g", { "data-series": id });
    if (points.some((point) => point.low !== point.high)) {
      const band = area<Point>(
        (point) => x(point.x),
        (point) => y(point.low),
        (point) => y(point.high),
      ).defined((point) => !Number.isNaN(point.low) && !Number.isNaN(point.high))(points);
      group.append(svg(document, "path", { d: round(band), fill: colour, "fill-opacity": 0.13 }));
    }
    const path = line<Point>(
      (point) => x(point.x),
      (point) => y(point.y),
    ).defined((point) => Number.isFinite(point.y))(through ?? given);
    const dash = style.dash || undefined;
    const stroke = { fill: "none", stroke: colour, "stroke-width": style.width, "stroke-dasharray": dash };
    group.append(svg(document, "path", { d: round(path), ...stroke, "stroke-linejoin": "round" }));
    // Lines of equal points would hide each other's markers: each begins a little later than the one before.
    let next = spacing > 20 ? (k * spacing) / all.length : Number.NEGATIVE_INFINITY;
    for (const point of points) {
      const at = [x(point.x), y(point.y)] as const;
      const marked = at[0] >= next;
      if (marked) next = at[0] + spacing;
      group.append(marker(document, marked ? style.marker : "none", at, colour));
    }
    plot.append(group);
    const last = points.at(-1);
    const [endX, endY] = end ?? [last?.x, last?.y];
    return { style, ...(endX !== undefined && endY !== undefined && { end: [x(endX), y(endY)] as const }) };
  });
  drawLegend(frame, keys);
  return all.flatMap((series) => valuesOf(frame, series));
}

/** The values of a line's points. */
const valuesOf = ({ left, top, x, y }: Frame, { id, style, points }: Series): FigureValue[] =>
  points
    .filter((point) => Number.isFinite(point.y))
    .map((point) => ({
      ...{ series: id, name: style.name, x: point.x, value: point.y, low: point.low, high: point.high },
      ...{ left: left + x(point.x), top: top + y(point.y) },
    }));

const round = (path: string | null): string => (path ?? "").replace(/\d+\.\d+/g, (digits) => Number(digits).toFixed(1));
