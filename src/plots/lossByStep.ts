import type { Row } from "../experiments/row.ts";
import { domainOf, extentOf } from "./domain.ts";
import { empty } from "./empty.ts";
import { frame } from "./frame.ts";
import { keyLayout } from "./keyLayout.ts";
import { learnerStyle } from "./learnerStyle.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./select.ts";
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
  if (curve.length === 0) return empty(options, TITLE, "No rows yet: the loss comes with the first training steps.");
  const { logX = false, logY: log = false, labelY = "mean squared error" } = options;
  const [least, last] = extentOf(curve);
  const [first, end] = logX ? [Math.max(1, least), Math.max(2, last)] : [0, Math.max(2, last)];
  const flat = losses.filter((row) => row.at.step === undefined);
  const floors: Series[] = flat.map(({ learner, value, low, high }) => ({
    id: learner,
    style: { ...learnerStyle(learner), marker: "none" },
    points: [first, end].map((x) => ({ x, y: value, low, high })),
  }));
  const lines = [
    ...floors,
    ...curve.map((line) => ({ ...line, style: { ...line.style, width: 2, marker: "none" as const } })),
  ];
  const drawn = frame(options, {
    title: TITLE,
    description: "The horizontal lines are measured on the evaluation prompts.",
    x: { domain: [first, end], log: logX, label: `training step${logX ? ", log scale" : ""}`, whole: true },
    y: { ...domainOf(lines, { ...options, log }), log, label: `${labelY}${log ? ", log scale" : ""}` },
    keys: keyLayout(lines, options),
    notes: bandsOf(flat),
  });
  drawSeries(drawn, lines);
  return drawn.root;
}
