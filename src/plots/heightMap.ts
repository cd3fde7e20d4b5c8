import { contours, geoPath, geoTransform, interpolateRgb } from "d3";
import { frame, LEFT } from "./frame.ts";
import { palettes } from "./palette.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { svg } from "./svg.ts";
import { text } from "./text.ts";

/** A function of two numbers, at the middles of the cells of a square grid. */
export interface HeightMap {
  readonly name: string; // accessible
  readonly side: number; // S, cells to a side
  readonly values: Float32Array; // [S, S], rows from the top, each from left to right
  readonly domain: readonly [number, number]; // of both axes
  readonly most: number; // the size that has the full colour, above zero and below
}

const BANDS = 24; // from −most to most
const FULLEST = 0.85; // of the colour: lines stay visible on it
const KEY = 28; // px of the key beneath
const STRIP = 8; // px, its height

/** The colour of a height in a theme: orange below zero, blue above, the ground at zero. */
export function heightColor(value: number, most: number, theme: PlotOptions["theme"]): string {
  const { background, families } = palettes[theme];
  const share = Math.min(1, Math.abs(value) / most);
  return interpolateRgb(background, value < 0 ? families.gd : families.ols)(FULLEST * share);
}

/** A function of x₁ and x₂ as bands of equal height, with the line where it is zero. */
export function heightMap({ name, side, values, domain, most }: HeightMap, options: PlotOptions): SVGSVGElement {
  const { theme } = options;
  const drawn = frame(options, {
    title: name,
    description: `Orange is below zero, blue above; a band is ${(2 * most) / BANDS} high, the strong line is zero.`,
    x: { domain, log: false, label: "x₁" },
    y: { domain, log: false, label: "x₂" },
    keys: { right: 16, below: KEY, columns: 0, none: true },
  });
  const { document, plot, width, height, palette, root, keysTop } = drawn;
  const colorOf = (band: number) => heightColor((band + 0.5) * ((2 * most) / BANDS) - most, most, theme);
  const scaled = geoTransform({
    point(x, y) {
      this.stream.point((x / side) * width, (y / side) * height);
    },
  });
  const path = geoPath(scaled).digits(1);
  const heights = Array.from({ length: BANDS - 1 }, (_, k) => ((k + 1) * 2 * most) / BANDS - most);
  const ground = svg(document, "g", { "data-heights": "" }, [
    svg(document, "rect", { width, height, fill: colorOf(0) }),
    ...contours()
      .size([side, side])
      .thresholds(heights)([...values])
      .flatMap((polygon, k) => {
        const d = path(polygon);
        const isZero = 2 * (k + 1) === BANDS;
        const line = isZero ? { stroke: palette.ink, "stroke-width": 1.2 } : {};
        return d ? [svg(document, "path", { d, fill: colorOf(k + 1), ...line })] : [];
      }),
  ]);
  plot.prepend(ground);
  for (let band = 0; band < BANDS; band++) {
    const place = { x: LEFT + (band * width) / BANDS, y: keysTop, width: width / BANDS + 0.5, height: STRIP };
    root.append(svg(document, "rect", { ...place, fill: colorOf(band) }));
  }
  for (const share of [0, 0.5, 1]) {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const place = { x: LEFT + share * width, y: keysTop + STRIP + 12, "text-anchor": anchor, fill: palette.muted };
    root.append(text(document, String(most * (2 * share - 1)).replace("-", "−"), { ...place, "font-size": 11 }));
  }
  return root;
}
