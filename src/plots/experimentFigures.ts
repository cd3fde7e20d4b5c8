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
import { exemplarsAxis, type FigureAxis, stepAxis } from "./figureAxis.ts";
import { type Chosen, type FigureChoice, makeChoices } from "./figureChoice.ts";
import { lambdaByStep } from "./lambdaByStep.ts";
import { linearityByExemplars } from "./linearityByExemplars.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { formatPercent, formatValue, formatWhole } from "./parts/format.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { probeAttention } from "./probeAttention.ts";
import { probeByLayer } from "./probeByLayer.ts";
import { retrieverKinds, riskByRetrieval, riskByRetriever } from "./riskByRetrieval.ts";
import { riskByTask } from "./riskByTask.ts";

/** What of a record figures are drawn from: rows over seeds, and those of each run. */
export interface FigureRows {
  readonly rows: readonly Row[];
  readonly runs: readonly { readonly rows: readonly Row[] }[];
}

/** A figure of an experiment, under the name of its file. */
export interface ExperimentFigure {
  readonly name: string;
  readonly axis: FigureAxis;
  readonly choices: readonly FigureChoice[]; // what its reader can move
  all(record: FigureRows): readonly Row[]; // what it can be drawn from
  rows(record: FigureRows, chosen?: Chosen): readonly Row[]; // what it is drawn from
  draw(record: FigureRows, options: PlotOptions, chosen?: Chosen): DrawnFigure;
}

const figure = (
  name: string,
  axis: FigureAxis,
  all: ExperimentFigure["all"],
  draw: (rows: readonly Row[], options: PlotOptions) => DrawnFigure,
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

/** The axes of figures of one experiment, or a few. */
const axes = {
  layers: { id: "layers", label: "layers", describe: (x) => `${x} ${x === "1" ? "layer" : "layers"}` },
  hiddenSize: { id: "hiddenSize", label: "hidden size", describe: (x) => `hidden size ${x}` },
  sigma2: { id: "sigma2", label: "σ²/τ²", describe: (x) => `σ²/τ² ${x}` },
  task: { id: "task", label: "task", describe: (x) => `task ${x}` },
  product: { id: "product", label: "ε", describe: (x) => `ε = ${formatValue(Number(x))}` },
  bypass: { id: "bypass", label: "N", describe: (x) => `N = ${formatValue(Number(x))}` },
  layer: { id: "layer", label: "layer", describe: (x) => `layer ${x}` },
  token: { id: "token", label: "token", describe: (x) => `token ${x}` },
  dim: { id: "dim", label: "D", describe: (x) => `D = ${x}` },
  flipped: { id: "flipped", label: "share flipped", describe: (x) => `${formatPercent(Number(x))} flipped` },
  parameters: {
    id: "parameters",
    label: "parameters in the layers",
    describe: (x) => `about ${formatWhole(Number(x))} parameters in the layers`,
  },
  tuning: { id: "tuning", label: "steps of tuning", describe: (x) => `${formatWhole(Number(x))} steps of tuning` },
  way: { id: "way", label: "how the document is chosen", describe: (x) => retrieverKinds[Number(x)] ?? x },
  stride: { id: "stride", label: "stride s", describe: (x) => `s = ${x}` },
  queryLength: { id: "queryLength", label: "query length ℓ", describe: (x) => `ℓ = ${x}` },
  candidates: { id: "candidates", label: "candidates k", describe: (x) => `k = ${x}` },
} satisfies Readonly<Record<string, FigureAxis>>;

const width = figure("size", axes.hiddenSize, overSeeds(), (rows, options) =>
  agreementBySize(rows, { ...options, axis: "hiddenSize" }),
);

/** The figures of each experiment, the first the one that stands for it. */
export const experimentFigures: Readonly<Record<string, readonly ExperimentFigure[]>> = {
  fit: [
    figure("spd", exemplarsAxis, overSeeds("spd"), (rows, options) =>
      agreementByExemplars(rows, { ...options, metric: "spd" }),
    ),
    figure("ilwd", exemplarsAxis, overSeeds("ilwd"), (rows, options) =>
      agreementByExemplars(rows, { ...options, metric: "ilwd" }),
    ),
  ],
  linearity: [figure("linearity", exemplarsAxis, overSeeds("linearity"), linearityByExemplars)],
  bayes: [figure("noise", axes.sigma2, overSeeds(), agreementByNoise)],
  phases: [
    figure("depth", axes.layers, overSeeds(), (rows, options) => agreementBySize(rows, { ...options, axis: "layers" })),
    width,
  ],
  "phases-d8": [width],
  probe: [
    figure("probes", axes.layer, overSeeds("probeError"), probeByLayer),
    figure("attention", axes.token, overSeeds("probeAttention"), probeAttention),
  ],
  capacity: [figure("capacity", axes.dim, ofAll, capacityByDim)],
  construction: [
    figure("products", axes.product, ofAll, (rows, options) => errorByScale(rows, { ...options, axis: "product" })),
    figure("bypass", axes.bypass, ofAll, (rows, options) => errorByScale(rows, { ...options, axis: "bypass" })),
  ],
  "linear-attention": [figure("risk", axes.task, ofAll, riskByTask)],
  "flipped-labels": [
    figure("flips", axes.flipped, overSeeds("accuracy"), accuracyByFlips, [bySize]),
    figure("accuracyBySize", axes.parameters, overSeeds("accuracy"), accuracyBySize, [
      { name: "flipped", of: ({ flipped }) => flipped, first: 1 },
    ]),
    figure("flipped", exemplarsAxis, overSeeds("accuracy"), accuracyByFlipped, [bySize]),
  ],
  "linear-classification": [
    figure("dims", axes.dim, overSeeds("accuracy"), accuracyByDim, [coefficients, exemplars, bySize]),
    figure("accuracyBySize", axes.parameters, overSeeds("accuracy"), accuracyBySize, [
      { name: "dim", of: ({ dim }) => dim, first: 16 },
      exemplars,
    ]),
  ],
  "unrelated-labels": [
    figure("labelsBySize", axes.parameters, overSeeds("accuracy"), labelsBySize, [
      { name: "exemplars", of: ({ exemplars }) => exemplars, first: 16 },
    ]),
    figure("labelsByExemplars", exemplarsAxis, overSeeds("accuracy"), labelsByExemplars, [
      { name: "labels", of: ({ labels }) => labels, first: "gaussian" },
    ]),
  ],
  "symbol-tuning": [
    figure("labelsByTuning", axes.tuning, overSeeds("accuracy"), labelsByTuning, [
      { name: "labels", of: ({ labels }) => labels },
      { name: "boundary", of: ({ boundary }) => boundary, first: "line" },
    ]),
  ],
  retrieval: [
    figure(
      "ways",
      axes.way,
      risks(({ candidates = 16 }) => candidates === 16),
      riskByRetriever,
      [window, stride, queryLength, bySize],
    ),
    figure(
      "strides",
      axes.stride,
      risks((at) => (at.candidates ?? 16) === 16 && at.window === 8),
      (rows, options) => riskByRetrieval(rows, { ...options, along: "stride" }),
      [queryLength, reader],
    ),
    figure(
      "queries",
      axes.queryLength,
      risks((at) => (at.candidates ?? 16) === 16 && at.window === 8),
      (rows, options) => riskByRetrieval(rows, { ...options, along: "queryLength" }),
      [stride, reader],
    ),
    figure(
      "candidates",
      axes.candidates,
      risks((at) => at.stride === 4 && at.queryLength === 16 && at.window === 8),
      (rows, options) => riskByRetrieval(rows, { ...options, along: "candidates" }),
      [reader],
    ),
  ],
  emergence: [
    figure("agreement", stepAxis, ({ runs }) => runs[0]?.rows ?? [], agreementByStep),
    figure("lambda", stepAxis, overSeeds(), lambdaByStep),
  ],
};
