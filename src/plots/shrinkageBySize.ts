import { line } from "d3";
import { numberIn, parseId } from "../algorithms/algorithm.ts";
import type { DrawnFigure, FigureValue } from "./parts/drawnFigure.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { learnerStyle } from "./parts/learnerStyle.ts";
import { drawLegend } from "./parts/legend.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import { marker } from "./parts/marker.ts";
import { colourOf } from "./parts/palette.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { svg } from "./parts/svg.ts";

/** What learners hold back of least squares, by direction. */
export interface ShrinkageShares {
  readonly sizes: ArrayLike<number>; // [D], the eigenvalues s of XᵀX
  readonly shares: Readonly<Record<string, ArrayLike<number>>>; // [D] by learner: 0 as least squares, 1 zero; NaN if unknown
}

const DOMAIN: readonly [number, number] = [0.05, 50]; // of s, wider if a direction lies outside
const SPAN: readonly [number, number] = [-0.25, 1.25]; // of the share
const POINTS = 120; // of a curve

/** The law of a learner's share held back at s; undefined if it has none in closed form. */
function lawOf(id: string): ((size: number) => number) | undefined {
  const { name, values } = parseId(id);
  const [first = Number.NaN, steps = 1] = values.map(numberIn);
  if (name === "ridge") return (size) => first / (first + size);
  if (name === "gd") return (size) => (1 - 2 * first * size) ** steps;
  if (name === "ols") return () => 0;
  return undefined;
}

/** The share that each learner holds back of least squares against s: the laws of ridge regression, gradient descent and least squares as curves, what learners do as points. */
export function shrinkageBySize({ sizes, shares }: ShrinkageShares, options: PlotOptions): DrawnFigure {
  const known = Array.from(sizes).filter((size) => size > 1e-9);
  const domain = [
    Math.min(DOMAIN[0], ...known.map((size) => size / 2)),
    Math.max(DOMAIN[1], ...known.map((size) => 2 * size)),
  ];
  const [low = 1, high = 1] = domain;
  const entries = Object.entries(shares).map(([id, share]) => ({ id, share, style: learnerStyle(id) }));
  const drawn = frame(options, {
    title: "Share of least squares that each learner holds back, by direction",
    description: "Curves are the laws of the algorithms, points what the learners do in each eigen-direction of XᵀX.",
    x: { domain: [low, high], log: true, label: "s of a direction, log scale" },
    y: { domain: [...SPAN], log: false, label: "share held back" },
    keys: legendLayout(entries, options),
  });
  const { document, plot, x, y, palette, left, top } = drawn;
  const within = (value: number) => Math.min(SPAN[1], Math.max(SPAN[0], value));
  const values: FigureValue[] = [];
  const keys = entries.map(({ id, share, style }) => {
    const colour = colourOf(palette, style);
    const law = lawOf(id);
    const group = svg(document, "g", { "data-series": id });
    if (law) {
      const along = Array.from({ length: POINTS + 1 }, (_, k) => low * (high / low) ** (k / POINTS));
      const path = line<number>(
        (size) => x(size),
        (size) => y(law(size)),
      )
        .defined((size) => within(law(size)) === law(size))
        .digits(1)(along);
      const stroke = { fill: "none", stroke: colour, "stroke-width": 1.6, "stroke-dasharray": style.dash || undefined };
      group.append(svg(document, "path", { d: path ?? "", ...stroke }));
    }
    Array.from(share).forEach((value, k) => {
      const size = sizes[k] as number;
      if (Number.isNaN(value) || !(size > 1e-9)) return;
      const at = [x(size), y(within(value))] as const;
      group.append(marker(document, style.marker === "none" ? "circle" : style.marker, at, colour));
      const place = { left: left + at[0], top: top + at[1] };
      values.push({ series: id, name: style.name, x: size, value, low: value, high: value, ...place });
    });
    plot.append(group);
    const end = law ? law(high) : Array.from(share).findLast((value) => !Number.isNaN(value));
    return { style, ...(end !== undefined && { end: [x(high), y(within(end))] as const }) };
  });
  drawLegend(drawn, keys);
  return figureOf(drawn, values);
}
