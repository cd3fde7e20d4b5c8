import type { Row } from "../comparison/row.ts";
import { metrics } from "../metrics/metrics.ts";
import { domainOf, extentOf, FLOAT32_FLOOR, floorNote } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, lastStepOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";

const TITLE = "Error by number of exemplars, every learner";
const ZERO = 0.5; // where 0 exemplars stand on a log axis

/** Squared error to y, divided by D τ², by number of exemplars: the transformer at one training step, and every algorithm. */
export function errorByExemplars(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const errors = rowsOf(rows, "squaredError", options).filter((row) => row.at.exemplars !== undefined);
  const step = lastStepOf(errors, options.step);
  const shown = errors.filter((row) => row.at.step === undefined || row.at.step === step);
  if (shown.length === 0) return empty(options, TITLE, "No rows yet: they come with the first evaluation.");
  const lines = seriesOf(
    shown,
    (row) => row.learner,
    (row) => row.at.exemplars,
  );
  const { logX = false, logY: log = false, labelY = metrics.squaredError.label } = options;
  const domain = domainOf(lines, { ...options, log });
  const x = extentOf(lines, logX ? ZERO : undefined);
  const drawn = frame(options, {
    title: TITLE,
    description: "Lower is better.",
    x: {
      domain: x,
      log: logX,
      label: `exemplars in the prompt${logX ? ", log scale" : ""}`,
      whole: true,
      zero: logX && x[0] === ZERO,
    },
    y: { ...domain, floor: FLOAT32_FLOOR, log, label: `${labelY}${log ? ", log scale" : ""}` },
    keys: legendLayout(lines, options),
    notes: [...bandsOf(shown), ...floorNote(domain)],
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}
