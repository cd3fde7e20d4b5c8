import type { Row } from "../comparison/row.ts";
import { domainOf, extentOf } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";

const TITLE = "Effective λ of the transformer, over training";

/** The λ of the ridge regression nearest to the transformer, by training step; where it is ∞ or 0 there is no point. */
export function lambdaByStep(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const known = rowsOf(rows, "effectiveLambda").filter(
    ({ at, value, high }) => at.positions === "all" && (at.step ?? 0) > 0 && value > 0 && Number.isFinite(high),
  );
  if (known.length === 0) return empty(options, TITLE, "No rows yet: they come with the first evaluation.");
  const lines = seriesOf(
    known,
    (row) => row.learner,
    (row) => row.at.step,
  );
  const drawn = frame(options, {
    title: TITLE,
    description: "From always answering zero (∞) towards least squares (0).",
    x: { domain: extentOf(lines), log: true, label: "training step, log scale", whole: true },
    y: { ...domainOf(lines, { log: true }), log: true, label: "effective λ over 1…N exemplars, log scale" },
    keys: legendLayout(lines, options),
    notes: bandsOf(known),
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}
