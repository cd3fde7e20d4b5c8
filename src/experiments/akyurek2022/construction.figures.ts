import type { MarkerShape } from "../../algorithms/algorithm.ts";
import type { Row } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import { domainOf, extentOf } from "../../plots/parts/domain.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { formatValue } from "../../plots/parts/format.ts";
import { figureOf, frame } from "../../plots/parts/frame.ts";
import { type LearnerStyle, learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { rowsOf, seriesOf } from "../../plots/parts/select.ts";
import { drawSeries } from "../../plots/parts/series.ts";
import { type ExperimentFigure, experimentFigure, ofAllRuns } from "../experimentFigure.ts";

export interface ScaleOptions extends PlotOptions {
  readonly axis: "product" | "bypass";
}

const labels = {
  product: "ε: factors inside GELU, log scale",
  bypass: "N: size in a LayerNorm, log scale",
} as const;

/** The looks of what is no learner: a line and a marker each. */
const primitives: Readonly<Record<string, readonly [dash: string, marker: MarkerShape]>> = {
  mov: ["2 4", "bar"],
  mul: ["", "cross"],
  aff: ["8 3", "plus"],
  div: ["4 2", "ring"],
  raw: ["8 3 2 3", "triangle"],
};

/** Relative error of constructions by the scale of one of their approximations, the other as built. */
export function errorByScale(rows: readonly Row[], options: ScaleOptions): DrawnFigure {
  const { axis } = options;
  const title =
    axis === "product"
      ? "Error of what is set by hand, by the scale of its products"
      : "Error of what is set by hand, by the size that a LayerNorm sees";
  const shown = rowsOf(rows, "relativeError").filter(({ at }) => at[axis] !== undefined);
  if (shown.length === 0) return empty(options, title, "No rows yet: they come with the first construction.");
  const lines = seriesOf(
    shown,
    ({ reference, at }) => (reference.startsWith("ridge") ? `${reference} D${at.dim}` : reference),
    ({ at }) => at[axis],
  ).map((line) => ({ ...line, style: styleOf(line.id) }));
  const drawn = frame(options, {
    title,
    description: "Errors fall as the square of the scale, until what float32 rounds away takes over.",
    x: { domain: extentOf(lines), log: true, label: labels[axis] },
    y: { ...domainOf(lines, { log: true }), log: true, label: `${metrics.relativeError.label}, log scale` },
    keys: legendLayout(lines, options),
    notes: [`Every answer of ${shown[0]?.n} prompts, beside the exact algorithm in float64.`],
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

function styleOf(id: string): LearnerStyle {
  const [reference = id, dim] = id.split(" ");
  const primitive = primitives[reference];
  if (primitive) {
    const [dash, marker] = primitive;
    return { ...learnerStyle(reference), name: reference, label: reference, dash, marker };
  }
  const style = learnerStyle(reference);
  return dim ? { ...style, name: `${style.name}, ${dim}`, label: `${style.label}, ${dim}`, ...looks[dim] } : style;
}

/** Ridge regression at several D: thinner and more broken the smaller. */
const looks: Readonly<Record<string, Partial<LearnerStyle>>> = {
  D1: { dash: "2 3", width: 1.2 },
  D2: { dash: "9 3", width: 1.6 },
  D3: { dash: "", width: 2.2 },
};

/** The figures of `construction`. */
export const constructionFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "products",
    title: "Error, by the size of products",
    axis: { id: "product", label: "ε", describe: (x) => `ε = ${formatValue(Number(x))}` },
    all: ofAllRuns,
    draw: (rows, options) => errorByScale(rows, { ...options, axis: "product" }),
  }),
  experimentFigure({
    name: "bypass",
    title: "Error, by the size a LayerNorm sees",
    axis: { id: "bypass", label: "N", describe: (x) => `N = ${formatValue(Number(x))}` },
    all: ofAllRuns,
    draw: (rows, options) => errorByScale(rows, { ...options, axis: "bypass" }),
  }),
];
