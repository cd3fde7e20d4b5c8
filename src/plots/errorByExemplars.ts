import type { Row } from "../experiments/row.ts";
import { empty, frame } from "./frame.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { bandsOf, domainOf, momentOf, rowsOf, seriesOf } from "./select.ts";
import { drawSeries } from "./series.ts";

const TITLE = "Error by number of exemplars, every learner";

/** Squared error to y, divided by D τ², by number of exemplars: the transformer at one training step, and every algorithm. */
export function errorByExemplars(rows: readonly Row[], options: PlotOptions): SVGSVGElement {
  const errors = rowsOf(rows, "squaredError");
  const step = momentOf(errors, options.step);
  const shown = errors.filter((row) => row.at.step === undefined || row.at.step === step);
  if (shown.length === 0) return empty(options, TITLE, "No rows yet: they come with the first evaluation.");
  const lines = seriesOf(
    shown,
    (row) => row.learner,
    (row) => row.at.exemplars,
  );
  const log = options.logY ?? false;
  const most = Math.max(...lines.flatMap((line) => line.points.map((point) => point.x)));
  const logX = options.logX ?? false;
  const drawn = frame(options, {
    title: TITLE,
    description: `Lower is better; always answering zero is 1. ${bandsOf(shown)}`,
    x: {
      domain: logX ? [0.5, most] : [0, most],
      log: logX,
      label: "exemplars in the prompt",
      whole: true,
      ...(logX && { zeroAt: 0.5 }),
    },
    y: { ...domainOf(lines, log), log, label: `squared error / (D τ²)${log ? ", log scale" : ""}` },
    right: 124,
  });
  drawSeries(options.document, drawn, lines);
  return drawn.root;
}
