import type { Row } from "../experiments/row.ts";
import { agreementByExemplars } from "./agreementByExemplars.ts";
import { agreementByNoise } from "./agreementByNoise.ts";
import { agreementBySize } from "./agreementBySize.ts";
import { agreementByStep } from "./agreementByStep.ts";
import { lambdaByStep } from "./lambdaByStep.ts";
import { linearityByExemplars } from "./linearityByExemplars.ts";
import type { PlotOptions } from "./plotOptions.ts";

/** What of a record figures are drawn from: rows over seeds, and those of each run. */
export interface FigureRows {
  readonly rows: readonly Row[];
  readonly runs: readonly { readonly rows: readonly Row[] }[];
}

/** A figure of an experiment, under the name of its file. */
export interface ExperimentFigure {
  readonly name: string;
  draw(record: FigureRows, options: PlotOptions): SVGSVGElement;
}

const figure = (name: string, draw: ExperimentFigure["draw"]): ExperimentFigure => ({ name, draw });

/** The figures of each experiment, the first the one that stands for it. */
export const experimentFigures: Readonly<Record<string, readonly ExperimentFigure[]>> = {
  fit: [
    figure("spd", ({ rows }, options) => agreementByExemplars(rows, { ...options, metric: "spd" })),
    figure("ilwd", ({ rows }, options) => agreementByExemplars(rows, { ...options, metric: "ilwd" })),
  ],
  linearity: [figure("linearity", ({ rows }, options) => linearityByExemplars(rows, options))],
  bayes: [figure("noise", ({ rows }, options) => agreementByNoise(rows, options))],
  phases: [
    figure("depth", ({ rows }, options) => agreementBySize(rows, { ...options, axis: "layers" })),
    figure("size", ({ rows }, options) => agreementBySize(rows, { ...options, axis: "hiddenSize" })),
  ],
  emergence: [
    figure("agreement", ({ runs }, options) => agreementByStep(runs[0]?.rows ?? [], options)),
    figure("lambda", ({ rows }, options) => lambdaByStep(rows, options)),
  ],
};
