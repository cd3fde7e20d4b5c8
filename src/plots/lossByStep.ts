import type { Row } from "../experiments/row.ts";
import { empty, frame } from "./frame.ts";
import { learnerStyle } from "./learnerStyle.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { domainOf, rowsOf, seriesOf } from "./select.ts";
import { drawSeries, type Series } from "./series.ts";

const TITLE = "Training loss, with what always answering zero and the Bayes predictor would have";

/** Training loss (mean squared error, not divided) by step; horizontal floors where rows give a loss without a step. */
export function lossByStep(rows: readonly Row[], options: PlotOptions): SVGSVGElement {
  const losses = rowsOf(rows, "loss");
  const curve = seriesOf(
    losses,
    (row) => row.learner,
    (row) => row.at.step,
  );
  const steps = curve.flatMap((line) => line.points.map((point) => point.x));
  if (steps.length === 0) return empty(options, TITLE, "No steps yet.");
  const last = Math.max(...steps, 2);
  const logX = options.logX ?? false;
  const first = logX ? Math.max(1, Math.min(...steps)) : 0;
  const floors: Series[] = losses
    .filter((row) => row.at.step === undefined)
    .map((row) => ({
      id: row.learner,
      style: learnerStyle(row.learner),
      points: [first, last].map((x) => ({ x, y: row.value, low: row.value, high: row.value })),
    }));
  const lines = [...floors, ...curve];
  const log = options.logY ?? false;
  const drawn = frame(options, {
    title: TITLE,
    description: "The two horizontal lines are measured on the evaluation prompts.",
    x: { domain: [first, last], log: logX, label: `training step${logX ? ", log scale" : ""}`, whole: true },
    y: { ...domainOf(lines, log), log, label: `mean squared error${log ? ", log scale" : ""}` },
    right: 124,
  });
  drawSeries(options.document, drawn, lines, false);
  return drawn.root;
}
