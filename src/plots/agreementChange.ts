import type { Row } from "../comparison/row.ts";
import { metrics } from "../metrics/metrics.ts";
import { domainOf, extentOf } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { lastStepOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";
import { svg } from "./parts/svg.ts";

export interface ChangeOptions extends PlotOptions {
  readonly from: number; // the training step that options.step is compared with
}

const TITLE = "How the distance to each algorithm changed between two evaluations, by number of exemplars";

/** SPD to each algorithm at one training step over that at another, by number of exemplars: below 1 it has come nearer. */
export function agreementChange(rows: readonly Row[], options: ChangeOptions): DrawnFigure {
  const { logY: log = true, logX = false } = options;
  const distances = rowsOf(rows, "spd", options).filter((row) => row.at.exemplars !== undefined);
  const [from, to] = [lastStepOf(distances, options.from), lastStepOf(distances, options.step)];
  const place = ({ reference, at }: Row) => `${reference} ${at.exemplars}`;
  const before = new Map(distances.filter(({ at }) => at.step === from).map((row) => [place(row), row.value]));
  const ratios = distances.flatMap((row) => {
    const value = row.at.step === to ? row.value / (before.get(place(row)) ?? Number.NaN) : Number.NaN;
    return Number.isFinite(value) && value > 0 ? { ...row, value, low: value, high: value } : [];
  });
  if (from === undefined || to === undefined || ratios.length === 0)
    return empty(options, TITLE, "No rows yet: they come with the second evaluation.");
  const lines = seriesOf(
    ratios,
    (row) => row.reference,
    (row) => row.at.exemplars,
  );
  const { domain } = domainOf(lines, { ...options, log });
  const holdingOne: [number, number] = [Math.min(domain[0], log ? 0.8 : 0), Math.max(domain[1], 1.25)];
  const drawn = frame(options, {
    title: TITLE,
    description: `Below 1 the transformer is nearer at step ${to} than at step ${from}.`,
    x: {
      domain: extentOf(lines),
      log: logX,
      label: `exemplars in the prompt${logX ? ", log scale" : ""}`,
      whole: true,
    },
    y: {
      domain: holdingOne,
      log,
      label: `${metrics.spd.name} at step ${to} / at step ${from}${log ? ", log scale" : ""}`,
    },
    keys: legendLayout(lines, options),
    notes: ["On the line at 1 nothing has changed; below it the transformer has come nearer."],
  });
  const one = { x2: drawn.width, y1: drawn.y(1), y2: drawn.y(1), stroke: drawn.palette.ink, "stroke-opacity": 0.6 };
  drawn.plot.append(svg(drawn.document, "line", { ...one, "data-one": "" }));
  return figureOf(drawn, drawSeries(drawn, lines));
}
