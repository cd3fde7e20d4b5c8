import type { Row } from "../experiments/row.ts";
import { empty, frame } from "./frame.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { bandsOf, domainOf, momentOf, rowsOf, seriesOf } from "./select.ts";
import { drawSeries } from "./series.ts";

export interface AgreementOptions extends PlotOptions {
  readonly metric?: "spd" | "ilwd";
}

const names = { spd: "SPD", ilwd: "ILWD" } as const;

/** Distance (SPD or ILWD, divided by D τ²) from the transformer to each algorithm, by number of exemplars, at one training step. */
export function agreementByExemplars(rows: readonly Row[], options: AgreementOptions): SVGSVGElement {
  const { metric = "spd" } = options;
  const title = `Distance from the transformer to each algorithm (${names[metric]}), by number of exemplars`;
  const distances = rowsOf(rows, metric).filter((row) => row.at.exemplars !== undefined);
  const step = momentOf(distances, options.step);
  const shown = distances.filter((row) => row.at.step === step);
  if (shown.length === 0) return empty(options, title, "No rows yet: they come with the first evaluation.");
  const lines = seriesOf(
    shown,
    (row) => row.reference,
    (row) => row.at.exemplars,
  );
  const log = options.logY ?? true;
  const logX = options.logX ?? false;
  const most = Math.max(...lines.flatMap((line) => line.points.map((point) => point.x)));
  const drawn = frame(options, {
    title,
    description: `The lowest line is the nearest algorithm. ${bandsOf(shown)}`,
    x: { domain: [1, most], log: logX, label: "exemplars in the prompt", whole: true },
    y: {
      ...(options.domainY ? { domain: options.domainY } : domainOf(lines, log)),
      log,
      label: `${names[metric]} / (D τ²)${log ? ", log scale" : ""}`,
    },
    right: 124,
  });
  drawSeries(options.document, drawn, lines);
  return drawn.root;
}
