import type { Row } from "../comparison/row.ts";
import { metrics } from "../metrics/metrics.ts";
import { domainOf, extentOf } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { learnerStyle } from "./parts/learnerStyle.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import { drawMarks } from "./parts/marks.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries, type Series } from "./parts/series.ts";

const TITLE = "Training loss, with what always answering zero and the Bayes predictor would have";

/**
 * The mean of what came before, each value counting `share` times as much as the one after it (exponential, without the
 * pull towards the first value).
 */
export function smoothed(values: readonly number[], share: number): number[] {
  let [sum, weight] = [0, 0];
  return values.map((value) => {
    sum = share * sum + value;
    weight = share * weight + 1;
    return sum / weight;
  });
}

/** Training loss (mean squared error, not divided) by step; horizontal floors where rows give a loss without a step. Smoothed by a share
 * above 0, the line as it is stays behind it, thin. */
export function lossByStep(
  rows: readonly Row[],
  { smoothing = 0, ...options }: PlotOptions & { readonly smoothing?: number },
): DrawnFigure {
  const losses = rowsOf(rows, "loss");
  const curve = seriesOf(
    losses,
    (row) => row.learner,
    (row) => row.at.step,
  );
  if (curve.length === 0) return empty(options, TITLE, "No rows yet: the loss comes with the first training steps.");
  const { logX = false, logY: log = false, labelY = metrics.loss.label } = options;
  const [min, last] = extentOf(curve);
  const [first, end] = logX ? [Math.max(1, min), Math.max(2, last)] : [0, Math.max(2, last)];
  const flat = losses.filter((row) => row.at.step === undefined);
  const floors: Series[] = flat.map(({ learner, value, low, high }) => ({
    id: learner,
    style: { ...learnerStyle(learner), marker: "none" },
    points: [first, end].map((x) => ({ x, y: value, low, high })),
  }));
  const lines = [...floors, ...curve.flatMap((line) => linesOf(line, smoothing))];
  const drawn = frame(options, {
    title: TITLE,
    description: "The horizontal lines are measured on the evaluation prompts.",
    x: { domain: [first, end], log: logX, label: `training step${logX ? ", log scale" : ""}`, whole: true },
    y: { ...domainOf(lines, { ...options, log }), log, label: `${labelY}${log ? ", log scale" : ""}` },
    keys: legendLayout(lines, options),
    notes: bandsOf(flat),
  });
  drawMarks(drawn, options.marks, end);
  return figureOf(drawn, drawSeries(drawn, lines));
}

/** A curve as it is, or smoothed over itself. */
function linesOf(line: Series, smoothing: number): Series[] {
  const style = { ...line.style, width: 2, marker: "none" as const };
  if (smoothing === 0) return [{ ...line, style }];
  const values = smoothed(
    line.points.map(({ y }) => y),
    smoothing,
  );
  const points = line.points.map((point, k) => ({
    ...point,
    y: values[k] as number,
    low: values[k] as number,
    high: values[k] as number,
  }));
  return [
    { ...line, style: { ...style, width: 0.6, name: `${style.name}, as it is`, label: "as it is" } },
    { id: `${line.id} smoothed`, style: { ...style, name: `${style.name}, smoothed`, label: "smoothed" }, points },
  ];
}
