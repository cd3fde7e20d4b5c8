import type { Row } from "../comparison/row.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { type LearnerStyle, learnerStyle } from "./parts/learnerStyle.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";

const TITLE = "What a probe reads from each layer";

const names: Readonly<Record<string, string>> = { moment: "XᵀY", ols: "w" };

/** Error of the probes by layer: XᵀY and the weights of least squares, each by an MLP and by a linear probe, and by an MLP on the control (Akyürek et al. 2022, Fig 4). */
export function probeByLayer(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const shown = rowsOf(rows, "probeError").filter(({ learner, at }) => learner !== "control" || at.probe === "mlp");
  if (shown.length === 0) return empty(options, TITLE, "No rows yet: they come with the first probe.");
  const lines = seriesOf(
    shown,
    ({ learner, reference, at }) => `${reference} ${learner === "control" ? learner : at.probe}`,
    ({ at }) => at.layer,
  ).map((line) => ({ ...line, style: styleOf(line.id) }));
  const drawn = frame(options, {
    title: TITLE,
    description: "The lower a line, the more the probe reads; 1 is nothing.",
    x: {
      domain: [0, Math.max(...shown.map(({ at }) => at.layer ?? 0))],
      log: false,
      whole: true,
      label: "layer (0: after the read-in)",
    },
    y: {
      domain: [0, Math.max(1.05, ...shown.map(({ high }) => high))],
      log: false,
      label: "squared error / variance of what is read",
    },
    keys: legendLayout(lines, options),
    notes: bandsOf(shown),
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

function styleOf(id: string): LearnerStyle {
  const [target = "", kind = ""] = id.split(" ");
  const name = names[target] ?? target;
  const base = learnerStyle(target === "ols" ? "ols" : "gd(0.01)"); // XᵀY is what a gradient step computes
  if (kind === "control")
    return { ...base, name: `${name}, MLP probe on the control`, label: `${name}, control`, dash: "1 3" };
  if (kind === "linear") return { ...base, name: `${name}, linear probe`, label: `${name}, linear`, dash: "7 3" };
  return { ...base, name: `${name}, MLP probe`, label: `${name}, MLP`, dash: "", width: 2.4 };
}
