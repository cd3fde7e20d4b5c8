import { contours, geoPath, geoTransform, interpolateRgb } from "d3";
import type { AxisUnits } from "./answersByQuery.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { familyColour, palettes } from "./parts/palette.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { svg } from "./parts/svg.ts";
import { text } from "./parts/text.ts";

/** A function of two numbers, at the middles of the cells of a square grid. */
export interface HeightMap {
  readonly name: string; // accessible
  readonly side: number; // S, cells to a side
  readonly values: Float32Array; // [S, S], rows from the top, each from left to right
  readonly domain: readonly [number, number]; // of both axes
  readonly max: number; // the size that has the full colour, above zero and below
  readonly units?: readonly [x1: AxisUnits, x2: AxisUnits]; // of a user's own numbers
  readonly exemplars?: readonly { readonly x: readonly [number, number]; readonly y: number }[]; // drawn as points; default none
}

const BANDS = 24; // from −most to most
const FULLEST = 0.85; // of the colour: lines stay visible on it
const KEY = 28; // px of the key beneath
const STRIP = 8; // px, its height

/** The colour of a height in a theme: orange below zero, blue above, the ground at zero. */
export function heightColor(value: number, max: number, theme: PlotOptions["theme"]): string {
  const palette = palettes[theme];
  const share = Math.min(1, Math.abs(value) / max);
  return interpolateRgb(palette.background, familyColour(palette, value < 0 ? "gd" : "ols"))(FULLEST * share);
}

/** A function of x₁ and x₂ as bands of equal height, with the line where it is zero. */
export function heightMap(
  { name, side, values, domain, max, units, exemplars = [] }: HeightMap,
  options: PlotOptions,
): DrawnFigure {
  const { theme } = options;
  const drawn = frame(options, {
    title: name,
    description: `Orange is below zero, blue above; a band is ${(2 * max) / BANDS} high, the strong line is zero.`,
    x: { domain, log: false, label: units?.[0].name ?? "x₁", ...(units && { units: units[0].domain }) },
    y: { domain, log: false, label: units?.[1].name ?? "x₂", ...(units && { units: units[1].domain }) },
    keys: { right: 16, below: KEY, columns: 0, none: true },
  });
  const { document, plot, left, width, height, palette, root, keysTop } = drawn;
  const colorOf = (band: number) => heightColor((band + 0.5) * ((2 * max) / BANDS) - max, max, theme);
  const scaled = geoTransform({
    point(x, y) {
      this.stream.point(((x - 1) / side) * width, ((y - 1) / side) * height);
    },
  });
  const path = geoPath(scaled).digits(1);
  const heights = Array.from({ length: BANDS - 1 }, (_, k) => ((k + 1) * 2 * max) / BANDS - max);
  // Contours close along the edge of their grid: that edge lies a cell outside what is seen.
  const ground = svg(document, "svg", { width, height, "data-heights": "", "aria-hidden": "true" }, [
    svg(document, "rect", { width, height, fill: colorOf(0) }),
    ...contours()
      .size([side + 2, side + 2])
      .thresholds(heights)(padded(values, side))
      .flatMap((polygon, k) => {
        const d = path(polygon);
        const isZero = 2 * (k + 1) === BANDS;
        const line = isZero ? { stroke: palette.ink, "stroke-width": 1.2 } : {};
        return d ? [svg(document, "path", { d, fill: colorOf(k + 1), ...line })] : [];
      }),
  ]);
  plot.prepend(ground);
  for (const { x, y } of exemplars) {
    const at = { cx: drawn.x(x[0]), cy: drawn.y(x[1]), r: 6, "data-exemplar": "" };
    plot.append(
      svg(document, "circle", { ...at, fill: heightColor(y, max, theme), stroke: palette.ink, "stroke-width": 2 }),
    );
  }
  for (let band = 0; band < BANDS; band++) {
    const place = { x: left + (band * width) / BANDS, y: keysTop, width: width / BANDS + 0.5, height: STRIP };
    root.append(svg(document, "rect", { ...place, fill: colorOf(band) }));
  }
  const beyond = (end: number) => values.some((value) => (end < 0 ? value < end : value > end));
  const label = (end: number) => {
    const sign = end === 0 || !beyond(end) ? "" : end < 0 ? "≤ " : "≥ ";
    return `${sign}${String(end).replace("-", "−")}`;
  };
  for (const share of [0, 0.5, 1]) {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const place = { x: left + share * width, y: keysTop + STRIP + 12, "text-anchor": anchor, fill: palette.muted };
    root.append(text(document, label(max * (2 * share - 1)), { ...place, "font-size": 11 }));
  }
  return figureOf(drawn);
}

/** The same with a cell more on every side, each as the one within: [S + 2, S + 2]. */
function padded(values: Float32Array, side: number): number[] {
  const within = (k: number) => Math.min(side - 1, Math.max(0, k - 1));
  const wide = side + 2;
  return Array.from(
    { length: wide * wide },
    (_, at) => values[within(Math.floor(at / wide)) * side + within(at % wide)] as number,
  );
}
