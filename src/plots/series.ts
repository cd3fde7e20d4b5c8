import { area, line } from "d3";
import { formatValue } from "./format.ts";
import { FONT, type Frame } from "./frame.ts";
import type { LearnerStyle, MarkerShape } from "./learnerStyle.ts";
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
}

const LABEL_HEIGHT = 13;

/**
 * Draws lines with their bands and markers, each labelled where it ends. Every marker carries what a reader may ask of
 * it (data-series, data-name, data-x, data-value, data-low, data-high), so that hover and keyboard compute nothing.
 */
export function drawSeries(
  document: Document,
  { plot, x, y, palette, width, height }: Frame,
  all: readonly Series[],
  markers = true,
): void {
  for (const { id, style, points } of all) {
    const colour = palette.families[style.family];
    const group = svg(document, "g", { "data-series": id });
    const finite = (point: Point) => Number.isFinite(point.y);
    const band = area<Point>(
      (point) => x(point.x),
      (point) => y(point.low),
      (point) => y(point.high),
    ).defined(finite)(points);
    if (points.some((point) => point.low !== point.high)) {
      group.append(svg(document, "path", { d: round(band), fill: colour, "fill-opacity": 0.13 }));
    }
    const path = line<Point>(
      (point) => x(point.x),
      (point) => y(point.y),
    ).defined(finite)(points);
    const stroke = { fill: "none", stroke: colour, "stroke-width": style.width, "stroke-linejoin": "round" };
    group.append(svg(document, "path", { d: round(path), ...stroke, "stroke-dasharray": style.dash || undefined }));
    for (const point of points.filter(finite)) {
      group.append(
        marker(document, markers ? style.marker : "none", x(point.x), y(point.y), colour, {
          "data-point": "",
          "data-series": id,
          "data-name": style.name,
          "data-x": String(point.x),
          "data-value": formatValue(point.y),
          "data-low": formatValue(point.low),
          "data-high": formatValue(point.high),
        }),
      );
    }
    plot.append(group);
  }
  labelEnds(document, plot, all, { x, y, palette, width, height });
}

function labelEnds(
  document: Document,
  plot: SVGElement,
  all: readonly Series[],
  { x, y, palette, height }: Pick<Frame, "x" | "y" | "palette" | "width" | "height">,
): void {
  const ends = all.flatMap(({ style, points }) => {
    const last = points.findLast((point) => Number.isFinite(point.y));
    return last ? [{ style, from: [x(last.x), y(last.y)] as const, at: y(last.y) }] : [];
  });
  ends.sort((a, b) => a.at - b.at);
  // Push labels down where they would overlap, then all that fell out of the figure up again.
  for (let k = 0; k < ends.length; k++) {
    const [before, label] = [ends[k - 1], ends[k]];
    if (label) label.at = Math.max(label.at, before ? before.at + LABEL_HEIGHT : 4);
  }
  for (let k = ends.length - 1; k >= 0; k--) {
    const [label, after] = [ends[k], ends[k + 1]];
    if (label) label.at = Math.min(label.at, after ? after.at - LABEL_HEIGHT : height);
  }
  for (const { style, from, at } of ends) {
    const colour = palette.families[style.family];
    const [fromX, fromY] = from;
    const start = fromX + 5;
    plot.append(
      svg(document, "path", {
        d: `M${start.toFixed(1)},${fromY.toFixed(1)}L${(start + 9).toFixed(1)},${at.toFixed(1)}`,
        stroke: colour,
        "stroke-opacity": 0.6,
        fill: "none",
      }),
    );
    const key = {
      x1: start + 11,
      x2: start + 27,
      y1: at,
      y2: at,
      stroke: colour,
      "stroke-width": style.width,
      "stroke-dasharray": style.dash || undefined,
    };
    plot.append(svg(document, "line", key));
    const weight = style.family === "transformer" ? 600 : undefined;
    const text = {
      x: start + 31,
      y: at + 4,
      fill: palette.ink,
      "font-size": 11,
      "font-family": FONT,
      "font-weight": weight,
    };
    plot.append(svg(document, "text", text, [style.label]));
  }
}

function marker(
  document: Document,
  shape: MarkerShape,
  x: number,
  y: number,
  colour: string,
  data: Record<string, string>,
): SVGElement {
  const at = (d: string) =>
    svg(document, "path", { d, transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, ...paint, ...data });
  const paint =
    shape === "cross" || shape === "plus" ? { stroke: colour, "stroke-width": 1.5, fill: "none" } : { fill: colour };
  switch (shape) {
    case "circle":
      return svg(document, "circle", { cx: x, cy: y, r: 3, fill: colour, ...data });
    case "none":
      return svg(document, "circle", { cx: x, cy: y, r: 0.5, fill: colour, ...data });
    case "square":
      return at("M-2.6,-2.6h5.2v5.2h-5.2z");
    case "diamond":
      return at("M0,-3.6L3.6,0L0,3.6L-3.6,0z");
    case "triangle":
      return at("M0,-3.4L3.2,2.6H-3.2z");
    case "cross":
      return at("M-2.5,-2.5L2.5,2.5M-2.5,2.5L2.5,-2.5");
    case "plus":
      return at("M-3.2,0H3.2M0,-3.2V3.2");
  }
}

const round = (path: string | null): string => (path ?? "").replace(/\d+\.\d+/g, (digits) => Number(digits).toFixed(1));
