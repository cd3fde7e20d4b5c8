import { scaleOf, ticksOf } from "./parts/axis.ts";
import type { DrawnFigure, FigureValue } from "./parts/drawnFigure.ts";
import { formatMeasured } from "./parts/format.ts";
import { blank } from "./parts/frame.ts";
import { marker } from "./parts/marker.ts";
import { familyColour, type Palette, palettes } from "./parts/palette.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { svg } from "./parts/svg.ts";
import { estimatedWidth, text } from "./parts/text.ts";

/** One part of a claim: the values of its seeds, where they are to lie, and the medians of its controls. */
export interface ClaimPart {
  readonly name: string;
  readonly values: readonly number[];
  readonly min?: number; // the bounds
  readonly max?: number;
  readonly untrained?: number;
  readonly shuffled?: number;
}

const ROW = 24; // px
const TOP = 6;
const FOOT = 48; // ticks and the legend
const RIGHT = 18;
const MOST_NAME = 0.42; // of the width

/** The height in px that the dots of so many parts want. */
export const heightOfClaimDots = (parts: number): number => TOP + parts * ROW + FOOT;

/** The values of a claim, a row each part and a dot each seed, against its bounds and its controls. */
export function claimDots(parts: readonly ClaimPart[], name: string, options: PlotOptions): DrawnFigure {
  const { document, width, height, theme } = options;
  const palette = palettes[theme];
  const root = blank(options, name, "A row for each part of the claim, a dot for each seed.");
  const widest = Math.max(0, ...parts.map((part) => estimatedWidth(part.name, 11)));
  const room = Math.min(widest, MOST_NAME * width); // px for a name
  const left = 12 + room;
  const across = Math.max(40, width - left - RIGHT);
  const bottom = height - FOOT;
  const domain = domainOf(parts);
  const scale = scaleOf({ domain, log: false, label: "" }, [left, left + across]);
  const x = (value: number) => scale(Math.min(Math.max(value, domain[0]), domain[1])); // what is infinite stands at an end
  for (const { value, text: content } of ticksOf({ domain, log: false, label: "" }, across / 60)) {
    const at = x(value);
    root.append(
      svg(document, "line", { x1: at, x2: at, y1: TOP, y2: bottom, stroke: palette.grid }),
      text(document, content, { x: at, y: bottom + 15, "text-anchor": "middle", fill: palette.muted, "font-size": 11 }),
    );
  }
  const values = parts.flatMap((part, k) => {
    const middle = TOP + (k + 0.5) * ROW;
    const place = { x: left - 8, y: middle + 4, "text-anchor": "end", fill: palette.ink, "font-size": 11 };
    root.append(text(document, shortened(part.name, room), place));
    return drawPart(document, root, part, { x, middle, ends: [left, left + across], palette });
  });
  drawKeys(document, root, parts, { left: 4, top: height - 14, palette });
  return { node: root, plotArea: { left, top: TOP, width: across, height: bottom - TOP }, values };
}

interface RowPlace {
  readonly x: (value: number) => number;
  readonly middle: number; // px from the figure's top
  readonly ends: readonly [number, number];
  readonly palette: Palette;
}

function drawPart(document: Document, root: Element, part: ClaimPart, { x, middle, ends, palette }: RowPlace) {
  const { name, values, min, max, untrained, shuffled } = part;
  const good = familyColour(palette, "bayes");
  if (min !== undefined || max !== undefined) {
    const [from, to] = [min === undefined ? ends[0] : x(min), max === undefined ? ends[1] : x(max)];
    const size = { x: from, y: middle - ROW / 2 + 3, width: Math.max(0, to - from), height: ROW - 6 };
    root.append(svg(document, "rect", { ...size, fill: good, "fill-opacity": 0.14, "data-bound": "" }));
    for (const bound of [min, max]) {
      if (bound === undefined) continue;
      const line = { x1: x(bound), x2: x(bound), y1: size.y, y2: size.y + size.height };
      root.append(svg(document, "line", { ...line, stroke: good, "stroke-width": 1.5 }));
    }
  }
  root.append(svg(document, "line", { x1: ends[0], x2: ends[1], y1: middle, y2: middle, stroke: palette.grid }));
  if (isDrawn(untrained)) root.append(marker(document, "cross", [x(untrained), middle], palette.muted));
  if (isDrawn(shuffled)) root.append(marker(document, "plus", [x(shuffled), middle], palette.muted));
  return values.flatMap((value, k): FigureValue[] => {
    if (!isDrawn(value)) return [];
    const at = x(value);
    const dot = { cx: at, cy: middle, r: 4, fill: palette.ink, "fill-opacity": 0.55 };
    root.append(
      svg(document, "circle", { ...dot, "data-dot": name }, [
        svg(document, "title", {}, [`${name}, seed ${k + 1}: ${formatMeasured(value)}`]),
      ]),
    );
    return [{ series: name, name, x: k + 1, value, low: value, high: value, left: at, top: middle }];
  });
}

/** Whether there is a number; a control may have none. */
const isDrawn = (value: number | undefined): value is number => value !== undefined && !Number.isNaN(value);

/** What the signs are, at the foot. */
function drawKeys(
  document: Document,
  root: Element,
  parts: readonly ClaimPart[],
  { left, top, palette }: { readonly left: number; readonly top: number; readonly palette: Palette },
): void {
  let at = left;
  const key = (content: string, draw: (x: number) => Element) => {
    root.append(
      draw(at + 4),
      text(document, content, { x: at + 13, y: top + 4, fill: palette.muted, "font-size": 11 }),
    );
    at += 13 + estimatedWidth(content, 11) + 10;
  };
  const dot = { cy: top, r: 4, fill: palette.ink, "fill-opacity": 0.55 };
  key("seed", (x) => svg(document, "circle", { cx: x, ...dot }));
  if (parts.some(({ untrained }) => isDrawn(untrained)))
    key("untrained", (x) => marker(document, "cross", [x, top], palette.muted));
  if (parts.some(({ shuffled }) => isDrawn(shuffled)))
    key("shuffled labels", (x) => marker(document, "plus", [x, top], palette.muted));
  if (parts.some(({ min, max }) => min !== undefined || max !== undefined)) {
    const box = { y: top - 5, width: 10, height: 10, fill: familyColour(palette, "bayes"), "fill-opacity": 0.3 };
    key("wanted", (x) => svg(document, "rect", { x: x - 5, ...box }));
  }
}

/** All that is drawn, from 0 to 1 if it is shares of something. */
function domainOf(parts: readonly ClaimPart[]): readonly [number, number] {
  const all = parts.flatMap(({ values, min, max, untrained, shuffled }) =>
    [...values, min, max, untrained, shuffled].filter((value) => value !== undefined && Number.isFinite(value)),
  ) as number[];
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (low >= 0 && high <= 1 && high - low > 0.3) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) / 16;
  return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
}

/** A name that fits in so many px. */
function shortened(name: string, width: number): string {
  if (estimatedWidth(name, 11) <= width) return name;
  let short = name;
  while (short.length > 1 && estimatedWidth(`${short}…`, 11) > width) short = short.slice(0, -1);
  return `${short}…`;
}
