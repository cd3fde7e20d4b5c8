import type { Row } from "../comparison/row.ts";
import { heatMap } from "./heatMap.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { rowsOf } from "./parts/select.ts";

const TITLE = "Which tokens the MLP probes attend to, layer by layer";

const names: Readonly<Record<string, string>> = { moment: "XᵀY", ols: "w" };

/** The attention of the MLP probes over the tokens of the prefix, a row a layer and target (Akyürek et al. 2022, Fig 5). */
export function probeAttention(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const shown = rowsOf(rows, "probeAttention").filter(
    ({ learner, at }) => learner === "transformer" && at.probe === "mlp",
  );
  if (shown.length === 0) return empty(options, TITLE, "No rows yet: they come with the first probe.");
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
  return heatMap({ name: `${TITLE}. ${n}`.trim(), columns, rows: lines, values }, options);
}

const labelOf = ({ reference, at }: Row): string => `${names[reference] ?? reference}, layer ${at.layer}`;

const lowered = (n: number): string => [...String(n)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
