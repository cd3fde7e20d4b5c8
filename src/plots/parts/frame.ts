import { type AxisSpec, dropOverlapping, scaleOf, ticksOf } from "./axis.ts";
import type { DrawnFigure, FigureValue, PlotArea } from "./drawnFigure.ts";
import { type LegendLayout, NARROW } from "./legendLayout.ts";
import { type Palette, palettes } from "./palette.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { svg } from "./svg.ts";
import { estimatedWidth, text, wrapped } from "./text.ts";

/** A figure's axes: where to draw, and how values become pixels. */
export interface Frame extends PlotArea {
  readonly document: Document;
  readonly root: SVGSVGElement;
  readonly plot: SVGElement; // translated to the plotting area
  readonly outerWidth: number; // of the figure, px
  readonly palette: Palette;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly keys: LegendLayout;
  readonly keysTop: number; // px from the figure's top
  readonly stripTop: number; // px from the plotting area's top
}

export interface FrameSpec {
  readonly title: string;
  readonly description: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly keys: LegendLayout;
  readonly notes?: readonly string[]; // sentences at the foot
  readonly strip?: number; // px kept right under the x axis
}

const LEFT = 58; // px from the figure to the plotting area
const TOP = 28;
const AXIS = 44; // px for ticks and the name of the x axis
const NOTE = 15; // px, height of a line at the foot
const MIN = 40; // px, width and height of the plotting area, however much stands around it

/** Ground, grid, axes in the field's words, notes at the foot, accessible name and description. */
export function frame(options: PlotOptions, spec: FrameSpec): Frame {
  const { document, theme } = options;
  const palette = palettes[theme];
  const { keys, strip = 0, notes = [] } = spec;
  const sentences = wrapped(notes.join(" "), options.width - 16, 11);
  const free = options.height - TOP - AXIS - strip - keys.below - 2;
  const taken = sentences.length * NOTE + (sentences.length > 0 ? 4 : 0);
  const foot = free - taken < MIN ? [] : sentences; // they are in the description, too
  const width = Math.max(MIN, options.width - LEFT - keys.right);
  const height = Math.max(MIN, foot.length > 0 ? free - taken : free);
  const root = blank(options, spec.title, [spec.description, ...notes].join(" "));
  const plot = svg(document, "g", { transform: `translate(${LEFT},${TOP})` });
  root.append(plot);
  const x = scaleOf(spec.x, [0, width]);
  const y = scaleOf(spec.y, [height, 0]);

  for (const tick of dropOverlapping(ticksOf(spec.y, height / 36), ({ value }) => [y(value) - 8, y(value) + 8])) {
    const at = y(tick.value);
    plot.append(svg(document, "line", { x2: width, y1: at, y2: at, stroke: palette.grid }));
    plot.append(
      text(document, tick.text, { x: -8, y: at + 4, "text-anchor": "end", fill: palette.muted, "font-size": 11 }),
    );
  }
  const { floor, log, domain } = spec.y;
  if (floor !== undefined && log && domain[0] <= floor) {
    const ends = { x2: width, y1: y(floor), y2: y(floor), stroke: palette.muted, "stroke-dasharray": "6 4" };
    const place = { x: width - 4, y: y(floor) - 5, "text-anchor": "end", fill: palette.muted, "font-size": 11 };
    plot.append(svg(document, "line", { ...ends, "data-floor": "" }), text(document, "float32 ends here", place));
  }
  const half = (content: string) => estimatedWidth(content, 11) / 2 + 4;
  const ticks = dropOverlapping(ticksOf(spec.x, width / (options.width < NARROW ? 44 : 60)), (tick) => [
    x(tick.value) - half(tick.text),
    x(tick.value) + half(tick.text),
  ]);
  for (const { value, text: content } of ticks) {
    const at = x(value);
    plot.append(svg(document, "line", { x1: at, x2: at, y1: height, y2: height + 5, stroke: palette.muted }));
    plot.append(
      text(document, content, { x: at, y: height + 17, "text-anchor": "middle", fill: palette.muted, "font-size": 11 }),
    );
  }
  plot.append(svg(document, "line", { x2: width, y1: height, y2: height, stroke: palette.muted }));
  plot.append(
    text(document, spec.x.label, { x: width / 2, y: height + 35, "text-anchor": "middle", fill: palette.muted }),
  );
  root.append(text(document, spec.y.label, { x: 8, y: 16, fill: palette.muted }));
  const stripTop = height + AXIS;
  const keysTop = TOP + stripTop + strip;
  foot.forEach((line, k) => {
    const at = keysTop + keys.below + NOTE * (k + 0.75);
    root.append(text(document, line, { x: 8, y: at, fill: palette.muted, "font-size": 11 }));
  });
  const plotArea = { left: LEFT, top: TOP, width, height };
  return { ...plotArea, document, root, plot, outerWidth: options.width, palette, x, y, keys, keysTop, stripTop };
}

/** The figure of a frame, with the values that were drawn in it. */
export const figureOf = (
  { root, left, top, width, height }: Frame,
  values: readonly FigureValue[] = [],
): DrawnFigure => ({ node: root, plotArea: { left, top, width, height }, values });

/** An SVG of the right size, ground and name, with nothing in it. */
export function blank(
  { document, width, height, theme, title }: PlotOptions,
  name: string,
  description: string,
): SVGSVGElement {
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
      svg(document, "rect", { width, height, fill: palettes[theme].background }),
    ],
  ) as SVGSVGElement;
}
