import type { Row } from "../comparison/row.ts";
import {
  accuracyByDim,
  accuracyByFlipped,
  accuracyByFlips,
  accuracyBySize,
  labelsByExemplars,
  labelsBySize,
  labelsByTuning,
} from "./accuracyBy.ts";
import { agreementByExemplars } from "./agreementByExemplars.ts";
import { agreementByNoise } from "./agreementByNoise.ts";
import { agreementBySize } from "./agreementBySize.ts";
import { agreementByStep } from "./agreementByStep.ts";
import { capacityByDim } from "./capacityByDim.ts";
import { errorByScale } from "./errorByScale.ts";
import { type Chosen, type FigureChoice, makeChoices } from "./figureChoice.ts";
import { lambdaByStep } from "./lambdaByStep.ts";
import { linearityByExemplars } from "./linearityByExemplars.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { probeAttention } from "./probeAttention.ts";
import { probeByLayer } from "./probeByLayer.ts";
import { riskByRetrieval, riskByRetriever } from "./riskByRetrieval.ts";
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
  | "flipped"
  | "parameters"
  | "tuning"
  | "way"
  | "stride"
  | "queryLength"
  | "candidates";

/** A figure of an experiment, under the name of its file. */
export interface ExperimentFigure {
  readonly name: string;
  readonly axis: Axis;
  readonly choices: readonly FigureChoice[]; // what its reader can move
  all(record: FigureRows): readonly Row[]; // what it can be drawn from
  rows(record: FigureRows, chosen?: Chosen): readonly Row[]; // what it is drawn from
  draw(record: FigureRows, options: PlotOptions, chosen?: Chosen): SVGSVGElement;
}

const figure = (
  name: string,
  axis: Axis,
  all: ExperimentFigure["all"],
  draw: (rows: readonly Row[], options: PlotOptions) => SVGSVGElement,
  choices: readonly FigureChoice[] = [],
): ExperimentFigure => {
  const rows: ExperimentFigure["rows"] = (record, chosen) => makeChoices(all(record), choices, chosen).rows;
  return { name, axis, choices, all, rows, draw: (record, options, chosen) => draw(rows(record, chosen), options) };
};

/** Which of the transformers: all, or those of one size. */
const bySize: FigureChoice = {
  name: "size",
  of: ({ layers, hiddenSize }) => (layers === undefined ? undefined : `L${layers} H${hiddenSize}`),
};

/** The rows over seeds, of some metrics where they are named. */
const overSeeds =
  (...metrics: readonly Row["metric"][]) =>
  ({ rows }: FigureRows): readonly Row[] =>
    metrics.length === 0 ? rows : rows.filter(({ metric }) => metrics.includes(metric));

const ofAll = ({ runs }: FigureRows): readonly Row[] => runs.flatMap(({ rows }) => rows);

/** Of a half-space: signed, or all positive. */
const coefficients: FigureChoice = { name: "coefficients", of: (at) => at.coefficients, first: "signed" };

const exemplars: FigureChoice = { name: "exemplars", of: (at) => at.exemplars, first: 32 };

/** Of a reader of documents: its window, how often one is chosen, and by how long a query. */
const window: FigureChoice = { name: "window", of: (at) => at.window, first: 8 };
const stride: FigureChoice = { name: "stride", of: (at) => at.stride, first: 4 };
const queryLength: FigureChoice = { name: "queryLength", of: (at) => at.queryLength, first: 16 };
const reader: FigureChoice = { ...bySize, first: "L4 H48" };

/** Risks at the usual settings, k 16 and s′ 16; others are looked at alone. */
const risks =
  (kept: (at: Row["at"]) => boolean): ExperimentFigure["all"] =>
  ({ rows }) =>
    rows.filter(({ metric, at }) => metric === "risk" && (at.recent ?? 16) === 16 && kept(at));

const width = figure("size", "hiddenSize", overSeeds(), (rows, options) =>
  agreementBySize(rows, { ...options, axis: "hiddenSize" }),
);

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
    width,
  ],
  "phases-d8": [width],
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
    figure("flips", "flipped", overSeeds("accuracy"), accuracyByFlips, [bySize]),
    figure("accuracyBySize", "parameters", overSeeds("accuracy"), accuracyBySize, [
      { name: "flipped", of: ({ flipped }) => flipped, first: 1 },
    ]),
    figure("flipped", "exemplars", overSeeds("accuracy"), accuracyByFlipped, [bySize]),
  ],
  "linear-classification": [
    figure("dims", "dim", overSeeds("accuracy"), accuracyByDim, [coefficients, exemplars, bySize]),
    figure("accuracyBySize", "parameters", overSeeds("accuracy"), accuracyBySize, [
      { name: "dim", of: ({ dim }) => dim, first: 16 },
      exemplars,
    ]),
  ],
  "unrelated-labels": [
    figure("labelsBySize", "parameters", overSeeds("accuracy"), labelsBySize, [
      { name: "exemplars", of: ({ exemplars }) => exemplars, first: 16 },
    ]),
    figure("labelsByExemplars", "exemplars", overSeeds("accuracy"), labelsByExemplars, [
      { name: "labels", of: ({ labels }) => labels, first: "gaussian" },
    ]),
  ],
  "symbol-tuning": [
    figure("labelsByTuning", "tuning", overSeeds("accuracy"), labelsByTuning, [
      { name: "labels", of: ({ labels }) => labels },
      { name: "boundary", of: ({ boundary }) => boundary, first: "line" },
    ]),
  ],
  retrieval: [
    figure(
      "ways",
      "way",
      risks(({ candidates = 16 }) => candidates === 16),
      riskByRetriever,
      [window, stride, queryLength, bySize],
    ),
    figure(
      "strides",
      "stride",
      risks((at) => (at.candidates ?? 16) === 16 && at.window === 8),
      (rows, options) => riskByRetrieval(rows, { ...options, along: "stride" }),
      [queryLength, reader],
    ),
    figure(
      "queries",
      "queryLength",
      risks((at) => (at.candidates ?? 16) === 16 && at.window === 8),
      (rows, options) => riskByRetrieval(rows, { ...options, along: "queryLength" }),
      [stride, reader],
    ),
    figure(
      "candidates",
      "candidates",
      risks((at) => at.stride === 4 && at.queryLength === 16 && at.window === 8),
      (rows, options) => riskByRetrieval(rows, { ...options, along: "candidates" }),
      [reader],
    ),
  ],
  emergence: [
    figure("agreement", "step", ({ runs }) => runs[0]?.rows ?? [], agreementByStep),
    figure("lambda", "step", overSeeds(), lambdaByStep),
  ],
};
