import type { MarkerShape } from "../../algorithms/algorithm.ts";
import type { RetrieverKind, Row, RowPlace } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import type { FigureAxis } from "../../plots/figureAxis.ts";
import type { FigureChoice } from "../../plots/figureChoice.ts";
import { domainOf } from "../../plots/parts/domain.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { figureOf, frame } from "../../plots/parts/frame.ts";
import { type LearnerStyle, learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "../../plots/parts/select.ts";
import { drawSeries } from "../../plots/parts/series.ts";
import { sizeName, sizeStyle } from "../../plots/parts/trainedStyle.ts";
import { type ExperimentFigure, experimentFigure } from "../experimentFigure.ts";
import { sizeChoice } from "../figureChoices.ts";

/** What may be moved of how a document is chosen. */
export type RetrievalSetting = "stride" | "queryLength" | "candidates";

/** The ways to choose a document, the worst expected first: place k of a figure by way. */
const retrieverKinds: readonly RetrieverKind[] = ["none", "random", "bag", "zero-shot", "predictive", "oracle"];
const BESIDE = 0.3; // room for the first and the last way, of the place of one
const NO_ROWS = "No rows yet: they come with the first trained model.";

/** Excess risk of every reader by the way its document is chosen, the worst way expected first (Ram et al. 2023, Table 1). */
export function riskByRetriever(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const title = "Excess risk of a frozen reader, by how its document is chosen";
  const shown = rowsOf(rows, "risk").filter(({ at }) => at.way !== undefined);
  if (shown.length === 0) return empty(options, title, NO_ROWS);
  const lines = seriesOf(shown, readerOf, ({ at }) => retrieverKinds.indexOf(at.way as RetrieverKind)).map((line) => ({
    ...line,
    style: readerStyle(shown.find((row) => readerOf(row) === line.id) as Row),
  }));
  const drawn = frame(options, {
    title,
    description: "How much of what a document is worth each way to choose one finds; the oracle looks ahead.",
    x: {
      ...{ log: false, label: "how the document is chosen", at: retrieverKinds.map((_, k) => k) },
      domain: [-BESIDE, retrieverKinds.length - 1 + BESIDE],
      nameOf: (place) => retrieverKinds[place] ?? "",
    },
    y: { log: false, label: metrics.risk.label, ...domainOf(lines, { log: false }) },
    keys: legendLayout(lines, options),
    notes: bandsOf(shown),
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

const settings: Readonly<
  Record<RetrievalSetting, { readonly title: string; readonly label: string; readonly description: string }>
> = {
  stride: {
    title: "Excess risk, by how often a document is chosen",
    label: "stride s, pairs, log scale",
    description: "The topic drifts: a document that is kept for long goes out of date.",
  },
  queryLength: {
    title: "Excess risk, by the length of the query",
    label: "query length ℓ, pairs, log scale",
    description: "A short query says little of the topic, a long one is of topics that are over.",
  },
  candidates: {
    title: "Excess risk, by the number of candidates",
    label: "candidates k of the reranker, log scale",
    description: "A reranker chooses among the k documents most alike by the bag statistic.",
  },
};

/** Excess risk by one setting of how documents are chosen, a line each way and reader (Ram et al. 2023, Fig 5, 6 and 7). */
export function riskByRetrieval(
  rows: readonly Row[],
  { along, ...options }: PlotOptions & { readonly along: RetrievalSetting },
): DrawnFigure {
  const { title, label, description } = settings[along];
  const all = rowsOf(rows, "risk").filter(({ at }) => at.way !== undefined);
  const varied = new Set(all.flatMap(({ at }) => at[along] ?? []));
  const moving = (row: Row) => {
    const values = new Set(all.filter((other) => lineOf(other) === lineOf(row)).map(({ at }) => at[along]));
    return values.size === varied.size;
  };
  const shown = all.filter(moving);
  if (shown.length === 0) return empty(options, title, NO_ROWS);
  const lines = seriesOf(shown, lineOf, ({ at }) => at[along]).map((line) => ({
    ...line,
    style: wayStyle(shown.find((row) => lineOf(row) === line.id) as Row),
  }));
  const at = [...varied].sort((a, b) => a - b);
  const drawn = frame(options, {
    title,
    description,
    x: { domain: [at[0] ?? 1, at.at(-1) ?? 2], log: true, label, at },
    y: { log: false, label: metrics.risk.label, ...domainOf(lines, { log: false }) },
    keys: legendLayout(lines, options),
    notes: bandsOf(shown),
  });
  return figureOf(drawn, drawSeries(drawn, lines));
}

const readerOf = ({ learner, at }: Row): string => (at.layers === undefined ? learner : sizeName(at));

const lineOf = (row: Row): string => `${row.at.way} ${readerOf(row)}`;

const readerStyle = ({ learner, at }: Row): LearnerStyle =>
  at.layers === undefined ? learnerStyle(learner) : sizeStyle(at, at.step ?? 0);

const dashes: Readonly<Record<RetrieverKind, { readonly dash: string; readonly marker: MarkerShape }>> = {
  none: { dash: "1 4", marker: "none" },
  random: { dash: "2 3", marker: "cross" },
  bag: { dash: "", marker: "circle" },
  "zero-shot": { dash: "8 3", marker: "square" },
  predictive: { dash: "8 3 2 3", marker: "diamond" },
  oracle: { dash: "3 3", marker: "triangle" },
};

/** A reader's colour, a way's dash and marker. */
function wayStyle(row: Row): LearnerStyle {
  const way = row.at.way as RetrieverKind;
  const style = readerStyle(row);
  return { ...style, ...dashes[way], name: `${way}, read by ${style.name}`, label: `${way}, ${style.label}` };
}

const window: FigureChoice = {
  name: "window",
  label: "Window c",
  describe: (pairs) => `at most ${pairs} pairs`,
  of: (at) => at.window,
  first: 8,
};
const stride: FigureChoice = {
  name: "stride",
  label: "Stride s",
  describe: (pairs) => (pairs === 1 ? "every pair" : `every ${pairs} pairs`),
  of: (at) => at.stride,
  first: 4,
};
const queryLength: FigureChoice = {
  name: "queryLength",
  label: "Query length ℓ",
  describe: (pairs) => `the last ${pairs} pairs`,
  of: (at) => at.queryLength,
  first: 16,
};
const reader: FigureChoice = { ...sizeChoice, first: "L4 H48" };

/** Risks at the usual settings, k 16 and s′ 16; others are looked at alone. */
const risks =
  (has: (at: RowPlace) => boolean): ExperimentFigure["all"] =>
  ({ rows }) =>
    rows.filter(({ metric, at }) => metric === "risk" && (at.recent ?? 16) === 16 && has(at));

/** The risk by one setting, the others chosen. */
const riskBy = (
  along: RetrievalSetting,
  {
    name,
    title,
    axis,
    has,
    choices,
  }: Readonly<Record<"name" | "title", string>> & {
    readonly axis: Omit<FigureAxis, "id">;
    readonly has: (at: RowPlace) => boolean;
    readonly choices: readonly FigureChoice[];
  },
): ExperimentFigure =>
  experimentFigure({
    ...{ name, title, axis: { id: along, ...axis }, all: risks(has), choices },
    draw: (rows, options) => riskByRetrieval(rows, { ...options, along }),
  });

const usualWindow = (at: RowPlace) => (at.candidates ?? 16) === 16 && at.window === 8;

/** The figures of `retrieval`. */
export const retrievalFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "ways",
    title: "Excess risk, by how the document is chosen",
    axis: { id: "way", label: "how the document is chosen", describe: (x) => retrieverKinds[Number(x)] ?? x },
    all: risks(({ candidates = 16 }) => candidates === 16),
    draw: riskByRetriever,
    choices: [window, stride, queryLength, sizeChoice],
  }),
  riskBy("stride", {
    name: "strides",
    title: "Excess risk, by stride",
    axis: { label: "stride s", describe: (x) => `s = ${x}` },
    has: usualWindow,
    choices: [queryLength, reader],
  }),
  riskBy("queryLength", {
    name: "queries",
    title: "Excess risk, by query length",
    axis: { label: "query length ℓ", describe: (x) => `ℓ = ${x}` },
    has: usualWindow,
    choices: [stride, reader],
  }),
  riskBy("candidates", {
    name: "candidates",
    title: "Excess risk, by number of candidates",
    axis: { label: "candidates k", describe: (x) => `k = ${x}` },
    has: (at) => at.stride === 4 && at.queryLength === 16 && at.window === 8,
    choices: [reader],
  }),
];
