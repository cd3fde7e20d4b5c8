import { scaleLinear, scaleLog } from "d3";
import { formatPower, formatValue } from "./format.ts";
import { type Palette, palettes } from "./palette.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { svg } from "./svg.ts";

/** An axis before it is drawn. On a log axis, values at or below the domain's lower end stand at that end. */
export interface AxisSpec {
  readonly domain: readonly [number, number];
  readonly log: boolean;
  readonly label: string;
  readonly clipped?: boolean; // values stand at the lower end because they are below it
  readonly whole?: boolean; // ticks at whole numbers only
  readonly zeroAt?: number; // on a log axis, the value that stands for 0 and is marked so
}

/** An empty figure: where to draw, and how values become pixels. */
export interface Frame {
  readonly root: SVGSVGElement;
  readonly plot: SVGElement; // translated to the plotting area
  readonly width: number; // of the plotting area, px
  readonly height: number;
  readonly palette: Palette;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface FrameSpec {
  readonly title: string;
  readonly description: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly right: number; // px kept for labels at the ends of lines
  readonly below?: number; // px kept under the x axis
}

export const FONT = "system-ui, sans-serif";
const LEFT = 58;
const TOP = 26;
const BOTTOM = 44;

/** A figure's frame: background, grid, axes in the field's words, accessible name and description. */
export function frame(options: PlotOptions, spec: FrameSpec): Frame {
  const { document, width, height, theme } = options;
  const palette = palettes[theme];
  const root = blank(options, spec.title, spec.description);
  const below = spec.below ?? 0;
  const inner = { width: width - LEFT - spec.right, height: height - TOP - BOTTOM - below };
  const plot = svg(document, "g", {
    transform: `translate(${LEFT},${TOP})`,
    "data-plot": "",
    "data-width": inner.width,
    "data-height": inner.height,
  });
  root.append(plot);
  const x = scaleOf(spec.x, [0, inner.width]);
  const y = scaleOf(spec.y, [inner.height, 0]);
  const text = (content: string, attributes: Record<string, string | number>) =>
    svg(document, "text", { fill: palette.muted, "font-size": 11, "font-family": FONT, ...attributes }, [content]);

  for (const tick of ticksOf(spec.y, inner.height / 44)) {
    plot.append(svg(document, "line", { x2: inner.width, y1: y(tick.value), y2: y(tick.value), stroke: palette.grid }));
    plot.append(text(tick.text, { x: -8, y: y(tick.value) + 4, "text-anchor": "end" }));
  }
  for (const tick of ticksOf(spec.x, inner.width / 60)) {
    plot.append(
      svg(document, "line", {
        x1: x(tick.value),
        x2: x(tick.value),
        y1: inner.height,
        y2: inner.height + 5,
        stroke: palette.muted,
      }),
    );
    plot.append(text(tick.text, { x: x(tick.value), y: inner.height + 17, "text-anchor": "middle" }));
  }
  plot.append(svg(document, "line", { x2: inner.width, y1: inner.height, y2: inner.height, stroke: palette.muted }));
  plot.append(
    text(spec.x.label, { x: inner.width / 2, y: inner.height + 35, "text-anchor": "middle", "font-size": 12 }),
  );
  root.append(text(spec.y.label, { x: 8, y: 15, "font-size": 12 }));
  return { root, plot, ...inner, palette, x, y };
}

/** An SVG of the right size, ground and name, with nothing in it. */
export function blank(
  { document, width, height, theme, title }: PlotOptions,
  name: string,
  description: string,
): SVGSVGElement {
  const palette = palettes[theme];
  return svg(
    document,
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": title ?? name,
    },
    [
      svg(document, "title", {}, [title ?? name]),
      svg(document, "desc", {}, [description]),
      svg(document, "rect", { width, height, fill: palette.background }),
    ],
  ) as SVGSVGElement;
}

/** What a figure shows before there is anything to show. */
export function empty(options: PlotOptions, name: string, sentence: string): SVGSVGElement {
  const root = blank(options, name, sentence);
  const attributes = {
    x: options.width / 2,
    y: options.height / 2,
    "text-anchor": "middle",
    fill: palettes[options.theme].muted,
    "font-size": 13,
    "font-family": FONT,
  };
  root.append(svg(options.document, "text", attributes, [sentence]));
  return root;
}

function scaleOf({ domain, log }: AxisSpec, range: [number, number]): (value: number) => number {
  const scale = (log ? scaleLog(domain, range) : scaleLinear(domain, range)).clamp(true);
  return (value) => scale(value);
}

interface Tick {
  readonly value: number;
  readonly text: string;
}

function ticksOf({ domain, log, whole, zeroAt, clipped }: AxisSpec, most: number): Tick[] {
  const [low, high] = domain;
  if (!log) {
    return scaleLinear(domain, [0, 1])
      .ticks(Math.max(2, Math.floor(most)))
      .filter((value) => !whole || Number.isInteger(value))
      .map((value) => ({ value, text: formatValue(value) }));
  }
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, most)));
  const powers: Tick[] = [];
  for (let power = first; power <= last; power += stride) {
    const value = 10 ** power;
    powers.push({ value, text: `${clipped && power === first ? "≤ " : ""}${formatPower(value)}` });
  }
  if (powers.length < 2) {
    for (const value of scaleLog(domain, [0, 1]).ticks(3)) {
      if (!powers.some((tick) => tick.value === value)) powers.push({ value, text: formatValue(value) });
    }
  }
  return zeroAt === undefined ? powers : [{ value: zeroAt, text: "0" }, ...powers];
}
