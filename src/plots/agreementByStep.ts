import type { Row } from "../experiments/row.ts";
import { formatLambda, formatValue } from "./format.ts";
import { empty, FONT, type Frame, frame } from "./frame.ts";
import { learnerStyle } from "./learnerStyle.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { bandsOf, domainOf, rowsOf, seriesOf } from "./select.ts";
import { drawSeries } from "./series.ts";
import { svg } from "./svg.ts";

const TITLE = "Distance from the transformer to each algorithm, over training";
const STRIP = 18; // px, height of the strip of nearest algorithms
const BELOW = 62; // px, strip and effective λ with their captions
const ZERO = 0.6; // where step 0 stands on a log axis

/**
 * SPD to each algorithm over all positions, by training step; beneath, a strip of the nearest algorithm (grey where
 * undecided) and the effective λ. A cursor stands at options.step.
 */
export function agreementByStep(rows: readonly Row[], options: PlotOptions): SVGSVGElement {
  const overAll = rows.filter((row) => row.at.positions === "all" && row.at.step !== undefined);
  const distances = rowsOf(overAll, "spd");
  if (distances.length === 0) return empty(options, TITLE, "No rows yet: they come with the first evaluation.");
  const logX = options.logX ?? true;
  const log = options.logY ?? true;
  const place = (step: number) => (logX ? Math.max(step, ZERO) : step);
  const lines = seriesOf(
    distances,
    (row) => row.reference,
    (row) => place(row.at.step as number),
  );
  const last = Math.max(...distances.map((row) => row.at.step as number), 2);
  const drawn = frame(options, {
    title: TITLE,
    description: `Mean over 1…N exemplars. The strip beneath names the nearest algorithm at each evaluation. ${bandsOf(distances)}`,
    x: {
      domain: logX ? [ZERO, last] : [0, last],
      log: logX,
      label: `training step${logX ? ", log scale" : ""}`,
      whole: true,
      ...(logX && { zeroAt: ZERO }),
    },
    y: { ...domainOf(lines, log), log, label: `SPD / (D τ²), mean over 1…N exemplars${log ? ", log scale" : ""}` },
    right: 124,
    below: BELOW,
  });
  drawSeries(options.document, drawn, lines, false);
  drawStrip(overAll, drawn, options.document, place);
  if (options.step !== undefined) {
    const at = drawn.x(place(options.step));
    const cursor = {
      x1: at,
      x2: at,
      y1: 0,
      y2: drawn.height + 44 + STRIP,
      stroke: drawn.palette.ink,
      "stroke-opacity": 0.5,
      "data-cursor": "",
    };
    drawn.plot.append(svg(options.document, "line", cursor));
  }
  return drawn.root;
}

/** Runs of evaluations with the same nearest algorithm, as named bars, and the effective λ where each begins. */
function drawStrip(
  rows: readonly Row[],
  { plot, x, height, palette, width }: Frame,
  document: Document,
  place: (step: number) => number,
): void {
  const at = (metric: Row["metric"]) => new Map(rowsOf(rows, metric).map((row) => [row.at.step as number, row]));
  const [nearest, margin, lambda] = [at("nearest"), at("margin"), at("effectiveLambda")];
  const steps = [...nearest.keys()].sort((a, b) => a - b);
  const runs: { id: string; from: number; to: number }[] = [];
  steps.forEach((step, k) => {
    const gap = margin.get(step);
    const decided = gap !== undefined && (gap.low > 0 || gap.high < 0);
    const id = decided ? (nearest.get(step) as Row).reference : "undecided";
    const to = x(place(steps[k + 1] ?? step));
    const before = runs.at(-1);
    if (before?.id === id) before.to = to;
    else runs.push({ id, from: x(place(step)), to });
  });
  const top = height + 44;
  const text = (content: string, attributes: Record<string, string | number>) =>
    svg(document, "text", { "font-size": 11, "font-family": FONT, fill: palette.muted, ...attributes }, [content]);
  for (const { id, from, to } of runs) {
    const name = id === "undecided" ? "undecided" : learnerStyle(id).label;
    const colour = id === "undecided" ? palette.families.undecided : palette.families[learnerStyle(id).family];
    const bar = {
      x: from,
      y: top,
      width: Math.max(1.5, to - from),
      height: STRIP,
      fill: colour,
      "fill-opacity": id === "undecided" ? 0.25 : 0.85,
    };
    plot.append(svg(document, "rect", { ...bar, "data-nearest": id }, [svg(document, "title", {}, [name])]));
    if (to - from > 7 * name.length) {
      plot.append(
        text(name, {
          x: (from + to) / 2,
          y: top + 13,
          "text-anchor": "middle",
          fill: id === "undecided" ? palette.ink : palette.background,
        }),
      );
    }
  }
  plot.append(text("nearest", { x: width + 8, y: top + 13 }));
  let free = 0;
  for (const step of steps) {
    const value = lambda.get(step)?.value;
    const content =
      value === undefined ? "" : step === steps.at(-1) ? formatValue(value) : value === 0 ? "0" : formatValue(value);
    const middle = x(place(step));
    const half = 3.4 * content.length + 4;
    if (content === "" || middle - half < free) continue;
    plot.append(text(content, { x: middle, y: top + STRIP + 15, "text-anchor": "middle" }));
    free = middle + half;
  }
  const final = lambda.get(steps.at(-1) as number)?.value;
  plot.append(text("effective λ", { x: width + 8, y: top + STRIP + 15 }));
  if (final !== undefined) plot.setAttribute("data-lambda", formatLambda(final));
}
