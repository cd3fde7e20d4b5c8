import type { Row } from "../experiments/row.ts";
import { accuracyByFlipped, accuracyByFlips } from "./accuracyBy.ts";
import { agreementByExemplars } from "./agreementByExemplars.ts";
import { agreementByNoise } from "./agreementByNoise.ts";
import { agreementBySize } from "./agreementBySize.ts";
import { agreementByStep } from "./agreementByStep.ts";
import { capacityByDim } from "./capacityByDim.ts";
import { errorByScale } from "./errorByScale.ts";
import { lambdaByStep } from "./lambdaByStep.ts";
import { linearityByExemplars } from "./linearityByExemplars.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { probeAttention } from "./probeAttention.ts";
import { probeByLayer } from "./probeByLayer.ts";
import { riskByTask } from "./riskByTask.ts";

/** What of a record figures are drawn from: rows over seeds, and those of each run. */
export interface FigureRows {
  readonly rows: readonly Row[];
  readonly runs: readonly { readonly rows: readonly Row[] }[];
}

/** What may stand along a figure's x axis. */
export type Axis =
  | "exemplars"
  | "step"
  | "layers"
  | "hiddenSize"
  | "sigma2"
  | "task"
  | "product"
  | "bypass"
  | "layer"
  | "token"
  | "dim"
  | "prompts"
  | "seconds"
  | "flipped";

/** A figure of an experiment, under the name of its file. */
export interface ExperimentFigure {
  readonly name: string;
  readonly axis: Axis;
  rows(record: FigureRows): readonly Row[]; // what it is drawn from
  draw(record: FigureRows, options: PlotOptions): SVGSVGElement;
}

const figure = (
  name: string,
  axis: Axis,
  rows: ExperimentFigure["rows"],
  draw: (rows: readonly Row[], options: PlotOptions) => SVGSVGElement,
): ExperimentFigure => ({ name, axis, rows, draw: (record, options) => draw(rows(record), options) });

/** The rows over seeds, of some metrics where they are named. */
const overSeeds =
  (...metrics: readonly Row["metric"][]) =>
  ({ rows }: FigureRows): readonly Row[] =>
    metrics.length === 0 ? rows : rows.filter(({ metric }) => metrics.includes(metric));

const ofAll = ({ runs }: FigureRows): readonly Row[] => runs.flatMap(({ rows }) => rows);

/** The figures of each experiment, the first the one that stands for it. */
export const experimentFigures: Readonly<Record<string, readonly ExperimentFigure[]>> = {
  fit: [
    figure("spd", "exemplars", overSeeds("spd"), (rows, options) =>
      agreementByExemplars(rows, { ...options, metric: "spd" }),
    ),
    figure("ilwd", "exemplars", overSeeds("ilwd"), (rows, options) =>
      agreementByExemplars(rows, { ...options, metric: "ilwd" }),
    ),
  ],
  linearity: [figure("linearity", "exemplars", overSeeds("linearity"), linearityByExemplars)],
  bayes: [figure("noise", "sigma2", overSeeds(), agreementByNoise)],
  phases: [
    figure("depth", "layers", overSeeds(), (rows, options) => agreementBySize(rows, { ...options, axis: "layers" })),
    figure("size", "hiddenSize", overSeeds(), (rows, options) =>
      agreementBySize(rows, { ...options, axis: "hiddenSize" }),
    ),
  ],
  probe: [
    figure("probes", "layer", overSeeds("probeError"), probeByLayer),
    figure("attention", "token", overSeeds("probeAttention"), probeAttention),
  ],
  capacity: [figure("capacity", "dim", ofAll, capacityByDim)],
  construction: [
    figure("products", "product", ofAll, (rows, options) => errorByScale(rows, { ...options, axis: "product" })),
    figure("bypass", "bypass", ofAll, (rows, options) => errorByScale(rows, { ...options, axis: "bypass" })),
  ],
  "linear-attention": [figure("risk", "task", ofAll, riskByTask)],
  "flipped-labels": [
    figure("flips", "flipped", overSeeds("accuracy"), accuracyByFlips),
    figure("flipped", "exemplars", overSeeds("accuracy"), accuracyByFlipped),
  ],
  emergence: [
    figure("agreement", "step", ({ runs }) => runs[0]?.rows ?? [], agreementByStep),
    figure("lambda", "step", overSeeds(), lambdaByStep),
  ],
};
