import { interpolateRgb, lab } from "d3";
import type { Row } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import type { DrawnFigure, FigureValue } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { formatValue } from "../../plots/parts/format.ts";
import { blank } from "../../plots/parts/frame.ts";
import { learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { familyColour, palettes } from "../../plots/parts/palette.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { rowsOf } from "../../plots/parts/select.ts";
import { svg } from "../../plots/parts/svg.ts";
import { estimatedWidth, text, wrapped } from "../../plots/parts/text.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

const TITLE = "Distance from the transformer to each predictor, by the noise it was trained with";
const LEFT = 92; // px, names of the predictors
const TOP = 58;
const FOOT = 30; // px, effective λ
const NOTE = 15;
const GAP = 3;

/**
 * A heat map: predictors down, noise levels across, SPD over n < D in the cells, the nearest of each column framed, and
 * beneath it the effective λ (Akyürek et al. 2022, Fig 2).
 */
export function agreementByNoise(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const { document, width, height, theme } = options;
  const distances = rowsOf(rows, "spd", options).filter(
    ({ at, reference }) => at.sigma2 !== undefined && at.positions === "under" && reference !== "zero",
  );
  if (distances.length === 0) return empty(options, TITLE, "No rows yet: they come with the first trained model.");
  const palette = palettes[theme];
  const levels = [...new Set(distances.map(({ at }) => at.sigma2 as number))].sort((a, b) => a - b);
  const predictors = [...new Set(distances.map(({ reference }) => reference))];
  const lambdas = new Map(rowsOf(rows, "effectiveLambda").map((row) => [row.at.sigma2, row]));
  const [of] = distances;
  const notes = [
    "Framed: the nearest of its column.",
    ...(of?.of === "seeds" ? [`Mean of ${of.n} seeds; in brackets the least and the largest.`] : []),
  ];
  const foot = wrapped(notes.join(" "), width - 16, 11);
  const root = blank(options, TITLE, ["The nearest predictor of each column is framed.", ...notes].join(" "));
  const side = Math.max(2 * GAP, (width - LEFT - 8) / levels.length); // however narrow the page is for a moment
  const row = (height - TOP - FOOT - NOTE * foot.length - 6) / predictors.length;
  const values = distances.map(({ value }) => value).filter((value) => value > 0);
  const [min, max] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  const colour = interpolateRgb(familyColour(palette, "ols"), palette.background);
  const muted = { fill: palette.muted, "font-size": 11 };
  const shown: FigureValue[] = [];

  root.append(text(document, `${metrics.spd.label} over n < D`, { x: 8, y: 16, fill: palette.muted }));
  root.append(text(document, "σ²/τ² of the training prompts", { x: LEFT, y: 34, ...muted }));
  root.append(text(document, "effective λ", { x: 8, y: TOP + predictors.length * row + 19, ...muted }));
  predictors.forEach((reference, j) => {
    const place = { x: 8, y: TOP + (j + 0.5) * row + 4, fill: palette.ink, "font-size": 11 };
    root.append(text(document, learnerStyle(reference).label, place));
  });
  levels.forEach((level, k) => {
    const middle = LEFT + (k + 0.5) * side;
    const centred = { x: middle, "text-anchor": "middle", "font-size": 11 };
    const column = distances.filter(({ at }) => at.sigma2 === level);
    const nearest = Math.min(...column.map(({ value }) => value));
    root.append(text(document, fraction(level), { ...centred, y: TOP - 8, fill: palette.ink }));
    predictors.forEach((reference, j) => {
      const cell = column.find((each) => each.reference === reference);
      if (!cell) return;
      const share = max > min ? (Math.log(Math.max(cell.value, Number.MIN_VALUE)) - min) / (max - min) : 0;
      const place = { x: GAP / 2 - side / 2, y: GAP / 2 - row / 2, width: side - GAP, height: row - GAP };
      const framed = cell.value === nearest ? { stroke: palette.ink, "stroke-width": 2.5 } : {};
      const tone = 0.12 + 0.8 * Math.max(0, Math.min(1, share));
      const ink = clearest(colour(tone), [palette.ink, palette.background]);
      const bold = cell.value === nearest ? 600 : undefined;
      const words = { y: 4, "text-anchor": "middle", fill: ink, "font-weight": bold, "font-size": 11 };
      const centre = { left: middle, top: TOP + (j + 0.5) * row };
      const { value, low, high } = cell;
      shown.push({ series: reference, name: learnerStyle(reference).name, x: level, value, low, high, ...centre });
      const at = `translate(${centre.left.toFixed(1)},${centre.top.toFixed(1)})`;
      root.append(
        svg(document, "g", { transform: at }, [
          svg(document, "rect", { ...place, rx: 2, fill: colour(tone), ...framed, "data-cell": reference }),
          text(document, formatValue(cell.value), words),
        ]),
      );
    });
    const lambda = lambdas.get(level);
    if (!lambda) return;
    const range = lambda.low < lambda.high ? ` (${formatValue(lambda.low)}–${formatValue(lambda.high)})` : "";
    const whole = `${formatValue(lambda.value)}${range}`;
    const words = estimatedWidth(whole, 11) < side - GAP ? whole : formatValue(lambda.value);
    root.append(text(document, words, { ...centred, y: TOP + predictors.length * row + 19, fill: palette.ink }));
  });
  foot.forEach((line, k) => {
    root.append(text(document, line, { x: 8, y: height - 6 - NOTE * (foot.length - 1 - k), ...muted }));
  });
  const plotArea = { left: LEFT, top: TOP, width: levels.length * side, height: predictors.length * row };
  return { node: root, plotArea, values: shown };
}

/** The colour farthest in lightness from a ground. */
function clearest(ground: string, colours: readonly [string, string]): string {
  const away = (colour: string) => Math.abs(lab(colour).l - lab(ground).l);
  return away(colours[0]) >= away(colours[1]) ? colours[0] : colours[1];
}

/** 0.0625 → "1/16", if it is a fraction of small whole numbers (rows keep six digits). */
function fraction(value: number): string {
  if (value === 0) return "0";
  for (let under = 2; under <= 64; under++) {
    const over = Math.round(value * under);
    if (over > 0 && over < 10 && Math.abs(value * under - over) < 1e-5) return `${over}/${under}`;
  }
  return formatValue(value);
}

/** The figures of `bayes`. */
export const bayesFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "noise",
    title: "Distance to each predictor, by noise",
    axis: { id: "sigma2", label: "σ²/τ²", describe: (x) => `σ²/τ² ${x}` },
    all: overSeeds(),
    draw: agreementByNoise,
  }),
];
