import type { Row } from "../../comparison/row.ts";
import { dimensionAxis } from "../../plots/figureAxis.ts";
import { heatMap } from "../../plots/heatMap.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { rowsOf } from "../../plots/parts/select.ts";
import { type ExperimentFigure, experimentFigure, ofAllRuns } from "../experimentFigure.ts";

const TITLE = "SPD to least squares over SPD to ridge(0.1), by D; blue where least squares is nearer";

/** Which models favour least squares over ridge regression: a column a D, a row a model that differs from the most common one (Akyürek et al. 2022, Fig 8). */
export function capacityByDim(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const all = rowsOf(rows, "spd").filter(({ at }) => at.heads !== undefined && at.dim !== undefined);
  const modelOf = ({ at }: Row) => `L${at.layers} H${at.hiddenSize} K${at.heads}`;
  const dims = [...new Set(all.map(({ at }) => at.dim as number))].sort((a, b) => a - b);
  const models = [...new Set(all.map(modelOf))];
  if (models.length === 0) return empty(options, TITLE, "No rows yet: they come with the first trained model.");
  const distance = (dim: number, model: string, reference: string) =>
    all.find((row) => row.at.dim === dim && modelOf(row) === model && row.reference === reference)?.value ?? Number.NaN;
  const values = dims.flatMap((dim) =>
    models.map((model) => Math.log2(distance(dim, model, "ridge(0.1)") / distance(dim, model, "ols"))),
  );
  return heatMap(
    {
      name: TITLE,
      columns: dims.map((dim) => `D ${dim}`),
      at: dims,
      rows: models,
      values,
      shownAs: (value) => 2 ** -value,
    },
    options,
  );
}

/** The figures of `capacity`. */
export const capacityFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "capacity",
    title: "SPD to least squares over SPD to ridge(0.1), by D and model: below 1, in blue, least squares is nearer",
    axis: dimensionAxis,
    all: ofAllRuns,
    draw: capacityByDim,
  }),
];
