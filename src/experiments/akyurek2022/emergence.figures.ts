import type { Row } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import { agreementByStep } from "../../plots/agreementByStep.ts";
import { stepAxis } from "../../plots/figureAxis.ts";
import { domainOf, extentOf } from "../../plots/parts/domain.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { figureOf, frame } from "../../plots/parts/frame.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "../../plots/parts/select.ts";
import { drawSeries } from "../../plots/parts/series.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

const TITLE = "Effective λ of the transformer, over training";

/** The λ of the ridge regression nearest to the transformer, by training step; ∞ and 0 are not drawn. */
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
    y: {
      ...domainOf(lines, { log: true }),
      log: true,
      label: `${metrics.effectiveLambda.label} over 1…N exemplars, log scale`,
    },
    keys: legendLayout(lines, options),
    notes: bandsOf(known),
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

/** The figures of `emergence`. */
export const emergenceFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "agreement",
    title: "Distance to each algorithm, over training (one seed)",
    axis: stepAxis,
    all: ({ runs }) => runs[0]?.rows ?? [],
    draw: (rows, options) => agreementByStep(rows, { ...options, logX: true }),
    oneSeed: true,
  }),
  experimentFigure({
    name: "lambda",
    title: "Effective λ, over training",
    axis: stepAxis,
    all: overSeeds(),
    draw: lambdaByStep,
  }),
];
