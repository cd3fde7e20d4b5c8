import type { Row } from "../comparison/row.ts";
import type { Metric } from "../metrics/metrics.ts";
import type { FigureAxis } from "../plots/figureAxis.ts";
import { type Chosen, type FigureChoice, makeChoices } from "../plots/figureChoice.ts";
import type { DrawnFigure } from "../plots/parts/drawnFigure.ts";
import type { PlotOptions } from "../plots/parts/plotOptions.ts";

/** What of a record figures are drawn from: rows over seeds, and those of each run. */
export interface FigureRows {
  readonly rows: readonly Row[];
  readonly runs: readonly { readonly rows: readonly Row[] }[];
}

/** A figure of an experiment, as its file says it. */
interface FigureSpec {
  readonly name: string; // of the file that `reproduce` writes
  readonly title: string;
  readonly axis: FigureAxis;
  readonly all: (record: FigureRows) => readonly Row[]; // what it can be drawn from
  readonly draw: (rows: readonly Row[], options: PlotOptions) => DrawnFigure;
  readonly choices?: readonly FigureChoice[]; // what its reader can move
  readonly scales?: boolean; // whether its axes can be made linear or logarithmic; default no
  readonly oneSeed?: boolean; // whether it shows one seed of several; default no
}

/** A figure of an experiment, drawn from its record. */
export interface ExperimentFigure extends Required<Omit<FigureSpec, "draw">> {
  rows(record: FigureRows, chosen?: Chosen): readonly Row[]; // what it is drawn from
  draw(record: FigureRows, options: PlotOptions, chosen?: Chosen): DrawnFigure;
}

/** A figure of an experiment, from what its file says of it. */
export function experimentFigure({
  draw,
  choices = [],
  scales = false,
  oneSeed = false,
  ...spec
}: FigureSpec): ExperimentFigure {
  const rows: ExperimentFigure["rows"] = (record, chosen) => makeChoices(spec.all(record), choices, chosen).rows;
  return {
    ...{ ...spec, choices, scales, oneSeed, rows },
    draw: (record, options, chosen) => draw(rows(record, chosen), options),
  };
}

/** The rows over seeds, of some metrics if any are named. */
export const overSeeds =
  (...metrics: readonly Metric[]) =>
  ({ rows }: FigureRows): readonly Row[] =>
    metrics.length === 0 ? rows : rows.filter(({ metric }) => metrics.includes(metric));

/** The rows of every run. */
export const ofAllRuns = ({ runs }: FigureRows): readonly Row[] => runs.flatMap(({ rows }) => rows);
