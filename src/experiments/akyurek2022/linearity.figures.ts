import type { Row } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import { exemplarsAxis } from "../../plots/figureAxis.ts";
import { extentOf } from "../../plots/parts/domain.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { figureOf, frame } from "../../plots/parts/frame.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "../../plots/parts/select.ts";
import { drawSeries } from "../../plots/parts/series.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

const TITLE = "How linear the transformer's answers are in the query, by number of exemplars";

/** R² of the linear fit to a learner's answers on fresh queries, by number of exemplars (Akyürek et al. 2022, Fig 6). */
export function linearityByExemplars(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const shown = rowsOf(rows, "linearity", options);
  if (shown.length === 0) return empty(options, TITLE, "No rows yet: they come with the end of a run.");
  const lines = seriesOf(
    shown,
    (row) => row.learner,
    (row) => row.at.exemplars,
  );
  const values = shown.flatMap(({ low }) => (Number.isFinite(low) ? [low] : []));
  const drawn = frame(options, {
    title: TITLE,
    description: "At 1 the answers are a linear function of the query.",
    x: { domain: extentOf(lines), log: false, label: "exemplars in the prompt", whole: true },
    y: {
      domain: [Math.max(0, Math.floor(20 * Math.min(...values)) / 20), 1],
      log: false,
      label: metrics.linearity.label,
    },
    keys: legendLayout(lines, options),
    notes: bandsOf(shown),
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

/** The figures of `linearity`. */
export const linearityFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "linearity",
    title: "Linearity, by exemplars",
    axis: exemplarsAxis,
    all: overSeeds("linearity"),
    draw: linearityByExemplars,
  }),
];
