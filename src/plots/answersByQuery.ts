import { area } from "d3";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { learnerStyle } from "./parts/learnerStyle.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import { familyColour } from "./parts/palette.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { drawSeries, type Point, type Series } from "./parts/series.ts";
import { svg } from "./parts/svg.ts";

/** What learners answer to every query after the same exemplars of one dimension. */
export interface QueryCurves {
  readonly queries: Float32Array; // [M], ascending
  readonly curves: Readonly<Record<string, Float32Array>>; // [M] by learner
  readonly deviation: Float32Array; // [M], the Bayes predictor's
  readonly domain: readonly [number, number]; // of y
  readonly shown?: readonly string[]; // ids of the learners that have a line; default all
  readonly exemplars?: readonly { readonly x: number; readonly y: number }[]; // drawn as points; default none
  readonly units?: { readonly x: AxisUnits; readonly y: AxisUnits }; // of a user's own numbers
}

/** The numbers of an axis in units of the user. */
export interface AxisUnits {
  readonly name: string;
  readonly domain: readonly [number, number]; // that of the axis, in these units
}

const TITLE = "Each learner's answer, by query";

/** One dimension: each learner's answer as a curve over the query, and the band in which the Bayes predictor expects y. */
export function answersByQuery(
  { queries, curves, deviation, domain, shown, exemplars = [], units }: QueryCurves,
  options: PlotOptions,
): DrawnFigure {
  const within = (value: number) => Math.min(domain[1], Math.max(domain[0], value));
  const isTransformer = ([id]: readonly [string, unknown]) => Number(id === "transformer");
  const drawnCurves = Object.entries(curves)
    .filter(([id]) => shown?.includes(id) ?? true)
    .sort((a, b) => isTransformer(a) - isTransformer(b)); // it lies over the others
  const lines: Series[] = drawnCurves.map(([id, values]) => ({
    id,
    style: { ...learnerStyle(id), marker: "none" },
    points: [...values].flatMap((y, m) => (within(y) === y ? [pointAt(queries[m] as number, y)] : [])),
    line: upToTheEdge(queries, values, within),
    // A curve that has left the figure is named at the edge by which it left.
    end: [queries.at(-1) as number, within(values.at(-1) as number)],
  }));
  const drawn = frame(options, {
    title: TITLE,
    description: "Where two curves lie on one another, the learners answer alike.",
    x: { domain: [queries[0] as number, queries.at(-1) as number], log: false, ...axisOf("x of the query", units?.x) },
    y: { domain: [...domain], log: false, ...axisOf("answer ŷ", units?.y) },
    keys: legendLayout(lines, options),
    notes: ["Band: where the Bayes predictor expects 95 % of y, the noise included."],
  });
  const { document, plot, x, y, palette } = drawn;
  const middle = curves.bayes;
  if (middle) {
    const edge = (side: number) => (m: number) =>
      y(within((middle[m] as number) + side * 1.96 * (deviation[m] as number)));
    const band = area<number>((m) => x(queries[m] as number), edge(-1), edge(1)).digits(1)([...queries.keys()]);
    plot.append(svg(document, "path", { d: band ?? "", fill: familyColour(palette, "bayes"), "fill-opacity": 0.14 }));
  }
  const values = drawSeries(drawn, lines);
  for (const exemplar of exemplars) {
    const at = { cx: x(exemplar.x), cy: y(exemplar.y), r: 5 };
    plot.append(svg(document, "circle", { ...at, fill: palette.ink, stroke: palette.background, "data-exemplar": "" }));
  }
  return figureOf(drawn, values);
}

const axisOf = (label: string, units: AxisUnits | undefined) =>
  units ? { label: units.name, units: units.domain } : { label };

const pointAt = (x: number, y: number): Point => ({ x, y, low: y, high: y });

/** The points of a curve that `within` leaves as they are, in the domain, and those where it crosses an edge of it; broken where it is outside. */
function upToTheEdge(queries: Float32Array, values: Float32Array, within: (y: number) => number): Point[] {
  const isWithin = (y: number) => within(y) === y;
  const line: Point[] = [];
  values.forEach((y, m) => {
    const [x, before, beforeX] = [queries[m] as number, values[m - 1], queries[m - 1]];
    if (before !== undefined && beforeX !== undefined && isWithin(before) !== isWithin(y)) {
      const edge = within(isWithin(y) ? before : y);
      line.push(pointAt(beforeX + ((edge - before) / (y - before)) * (x - beforeX), edge));
    }
    line.push(pointAt(x, isWithin(y) ? y : Number.NaN));
  });
  return line;
}
