import type { Row } from "../comparison/row.ts";
import { metrics } from "../metrics/metrics.ts";
import { domainOf, extentOf, FLOAT32_FLOOR, floorNote } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { bandsOf, lastStepOf, rowsOf, seriesOf } from "./parts/select.ts";
import { drawSeries } from "./parts/series.ts";

export interface AgreementOptions extends PlotOptions {
  readonly metric?: "spd" | "ilwd";
}

/** Distance (SPD or ILWD, divided by D τ²) from the transformer to each algorithm, by number of exemplars, at one training step. */
export function agreementByExemplars(rows: readonly Row[], options: AgreementOptions): DrawnFigure {
  const { metric = "spd", logY: log = true, logX = false } = options;
  const title = `Distance from the transformer to each algorithm (${metrics[metric].name}), by number of exemplars`;
  const distances = rowsOf(rows, metric, options).filter((row) => row.at.exemplars !== undefined);
  const step = lastStepOf(distances, options.step);
  const shown = distances.filter((row) => row.at.step === step);
  if (shown.length === 0) return empty(options, title, "No rows yet: they come with the first evaluation.");
  const lines = seriesOf(
    shown,
    (row) => row.reference,
    (row) => row.at.exemplars,
  );
  const domain = domainOf(lines, { ...options, log });
  const drawn = frame(options, {
    title,
    description: "The lowest line is the nearest algorithm.",
    x: {
      domain: extentOf(lines),
      log: logX,
      label: `exemplars in the prompt${logX ? ", log scale" : ""}`,
      whole: true,
    },
    y: {
      ...domain,
      floor: FLOAT32_FLOOR,
      log,
      label: `${options.labelY ?? metrics[metric].label}${log ? ", log scale" : ""}`,
    },
    keys: legendLayout(lines, options),
    notes: [...bandsOf(shown), ...floorNote(domain)],
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}
