import type { Row } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import { heatMap } from "../../plots/heatMap.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { figureOf, frame } from "../../plots/parts/frame.ts";
import { type LearnerStyle, learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "../../plots/parts/select.ts";
import { drawSeries } from "../../plots/parts/series.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

const TITLE = "What a probe reads from each layer";
const ATTENTION_TITLE = "Which tokens the MLP probes attend to, layer by layer";

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
      label: metrics.probeError.label,
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

/** The attention of the MLP probes over the tokens of the prefix, a row a layer and target (Akyürek et al. 2022, Fig 5). */
export function probeAttention(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const shown = rowsOf(rows, "probeAttention").filter(
    ({ learner, at }) => learner === "transformer" && at.probe === "mlp",
  );
  if (shown.length === 0) return empty(options, ATTENTION_TITLE, "No rows yet: they come with the first probe.");
  const tokens = 1 + Math.max(...shown.map(({ at }) => at.token ?? 0));
  const labels = shown.map(labelOf);
  const lines = [...new Set(labels)];
  const values = new Float64Array(tokens * lines.length);
  shown.forEach((row, k) => {
    values[(row.at.token ?? 0) * lines.length + lines.indexOf(labels[k] as string)] = row.value;
  });
  const columns = Array.from(
    { length: tokens },
    (_, t) => `${t % 2 === 0 ? "x" : "y"}${lowered(1 + Math.floor(t / 2))}`,
  );
  const n = shown[0]?.of === "seeds" ? `Mean of ${shown[0].n} seeds. ` : "";
  return heatMap({ name: `${ATTENTION_TITLE}. ${n}`.trim(), columns, rows: lines, values }, options);
}

const labelOf = ({ reference, at }: Row): string => `${names[reference] ?? reference}, layer ${at.layer}`;

const lowered = (n: number): string => [...String(n)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/** The figures of `probe`. */
export const probeFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "probes",
    title: "What a probe reads, by layer",
    axis: { id: "layer", label: "layer", describe: (x) => `layer ${x}` },
    all: overSeeds("probeError"),
    draw: probeByLayer,
  }),
  experimentFigure({
    name: "attention",
    title: "Tokens the probes attend to, layer by layer",
    axis: { id: "token", label: "token", describe: (x) => `token ${x}` },
    all: overSeeds("probeAttention"),
    draw: probeAttention,
  }),
];
