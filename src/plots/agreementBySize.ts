import type { Row } from "../comparison/row.ts";
import { metrics } from "../metrics/metrics.ts";
import { domainOf, extentOf, FLOAT32_FLOOR, floorNote } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";

export interface SizeOptions extends PlotOptions {
  readonly axis: "layers" | "hiddenSize";
}

const names = { layers: "layers", hiddenSize: "hidden size" } as const;

/** SPD to each algorithm over n < D, by depth or by hidden size, each at the other's most frequent value (Akyürek et al. 2022, Fig 3). */
export function agreementBySize(rows: readonly Row[], options: SizeOptions): DrawnFigure {
  const { axis, logY: log = true } = options;
  const title = `Distance from the transformer to each algorithm, by ${names[axis]}`;
  const other = axis === "layers" ? "hiddenSize" : "layers";
  const all = rowsOf(rows, "spd", options).filter(({ at }) => at.positions === "under" && at[axis] !== undefined);
  const fixed = mostFrequent(all.map(({ at }) => at[other]));
  const shown = all.filter(({ at, reference }) => at[other] === fixed && reference !== "zero");
  if (shown.length === 0) return empty(options, title, "No rows yet: they come with the first trained model.");
  const lines = seriesOf(
    shown,
    (row) => row.reference,
    (row) => row.at[axis],
  );
  const domain = domainOf(lines, { ...options, log });
  const drawn = frame(options, {
    title,
    description: "The lowest line is the nearest algorithm.",
    x: {
      domain: extentOf(lines),
      log: true,
      label: `${names[axis]}, log scale${fixed === undefined ? "" : ` (${names[other]} ${fixed})`}`,
      at: [...new Set(shown.map(({ at }) => at[axis] as number))].sort((a, b) => a - b),
    },
    y: { ...domain, floor: FLOAT32_FLOOR, log, label: `${metrics.spd.label} over n < D${log ? ", log scale" : ""}` },
    keys: legendLayout(lines, options),
    notes: [...bandsOf(shown), ...floorNote(domain)],
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

function mostFrequent(values: readonly (number | undefined)[]): number | undefined {
  const counts = new Map<number | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
