import type { Row } from "../experiments/row.ts";
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
  | "dim";

/** A figure of an experiment, under the name of its file. */
export interface ExperimentFigure {
  readonly name: string;
  readonly axis: Axis;
  draw(record: FigureRows, options: PlotOptions): SVGSVGElement;
}

const figure = (name: string, axis: Axis, draw: ExperimentFigure["draw"]): ExperimentFigure => ({
  name,
  axis,
  draw,
});

const ofAll = (runs: FigureRows["runs"]) => runs.flatMap(({ rows }) => rows);

/** The figures of each experiment, the first the one that stands for it. */
export const experimentFigures: Readonly<Record<string, readonly ExperimentFigure[]>> = {
  fit: [
    figure("spd", "exemplars", ({ rows }, options) => agreementByExemplars(rows, { ...options, metric: "spd" })),
    figure("ilwd", "exemplars", ({ rows }, options) => agreementByExemplars(rows, { ...options, metric: "ilwd" })),
  ],
  linearity: [figure("linearity", "exemplars", ({ rows }, options) => linearityByExemplars(rows, options))],
  bayes: [figure("noise", "sigma2", ({ rows }, options) => agreementByNoise(rows, options))],
  phases: [
    figure("depth", "layers", ({ rows }, options) => agreementBySize(rows, { ...options, axis: "layers" })),
    figure("size", "hiddenSize", ({ rows }, options) => agreementBySize(rows, { ...options, axis: "hiddenSize" })),
  ],
  probe: [
    figure("probes", "layer", ({ rows }, options) => probeByLayer(rows, options)),
    figure("attention", "token", ({ rows }, options) => probeAttention(rows, options)),
  ],
  capacity: [figure("capacity", "dim", ({ runs }, options) => capacityByDim(ofAll(runs), options))],
  construction: [
    figure("products", "product", ({ runs }, options) => errorByScale(ofAll(runs), { ...options, axis: "product" })),
    figure("bypass", "bypass", ({ runs }, options) => errorByScale(ofAll(runs), { ...options, axis: "bypass" })),
  ],
  "linear-attention": [figure("risk", "task", ({ runs }, options) => riskByTask(ofAll(runs), options))],
  emergence: [
    figure("agreement", "step", ({ runs }, options) => agreementByStep(runs[0]?.rows ?? [], options)),
    figure("lambda", "step", ({ rows }, options) => lambdaByStep(rows, options)),
  ],
};
