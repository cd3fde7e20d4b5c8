import type { Row, RowPlace } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import type { FigureAxis } from "../../plots/figureAxis.ts";
import type { FigureChoice } from "../../plots/figureChoice.ts";
import type { AxisSpec } from "../../plots/parts/axis.ts";
import { extentOf } from "../../plots/parts/domain.ts";
import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { formatWhole } from "../../plots/parts/format.ts";
import { type Frame, figureOf, frame } from "../../plots/parts/frame.ts";
import { labelName, labelStyle } from "../../plots/parts/labelStyle.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "../../plots/parts/select.ts";
import { drawSeries } from "../../plots/parts/series.ts";
import { svg } from "../../plots/parts/svg.ts";
import { text } from "../../plots/parts/text.ts";
import { parametersOf, ranksOf, sizeName, sizeStyle, trainingName } from "../../plots/parts/trainedStyle.ts";
import { type ExperimentFigure, experimentFigure, overSeeds } from "../experimentFigure.ts";

const CHANCE = 0.5;
const BESIDE = 1.15; // room for the first and the last name

/** The axis of figures by size. */
export const parametersAxis: FigureAxis = {
  id: "parameters",
  label: "parameters in the layers",
  describe: (x) => `about ${formatWhole(Number(x))} parameters in the layers`,
};

/** The figure of accuracies by size, which several experiments have, from the rows that `all` selects. */
export const sizeFigure = (
  choices: readonly FigureChoice[],
  all: ExperimentFigure["all"] = overSeeds("accuracy"),
): ExperimentFigure =>
  experimentFigure({
    name: "accuracyBySize",
    title: "Accuracy, by size",
    axis: parametersAxis,
    all,
    draw: accuracyBySize,
    choices,
  });

/** What a figure of accuracies says, and which rows it shows along which place. */
interface AccuracySpec {
  readonly title: string;
  readonly description: string;
  readonly along: (at: RowPlace) => number | undefined;
  readonly x: Pick<AxisSpec, "label"> & Partial<AxisSpec>;
  readonly lines?: "learners" | "labels"; // what distinguishes the lines of transformers; default their sizes and trainings
  readonly min?: number; // start of the y axis, default 0
}

/** Accuracy of every learner, a line each, of transformers as `lines` says, with a line at chance. */
function accuracyBy(rows: readonly Row[], options: PlotOptions, spec: AccuracySpec): DrawnFigure {
  const { title, description, along, x, lines: by = "sizes", min = 0 } = spec;
  if (rows.length === 0) return empty(options, title, "No rows yet: they come with the first trained model.");
  const trained = rows.filter(({ learner }) => learner === "transformer");
  const steps = Math.min(...trained.map(({ at: { step = 0 } }) => step));
  const nameOf = (at: RowPlace) => (by === "labels" ? labelName(at) : `${sizeName(at)}${trainingName(at, steps)}`);
  const places = new Map(trained.map(({ at }) => [nameOf(at), at]));
  const ranks = ranksOf(places.values());
  const lines = seriesOf(
    rows,
    ({ learner, at }) => (learner === "transformer" && by !== "learners" ? nameOf(at) : learner),
    ({ at }) => along(at),
  )
    .map((line) => {
      const at = places.get(line.id);
      return at
        ? { ...line, style: by === "labels" ? labelStyle(at) : sizeStyle(at, steps, ranks.get(sizeName(at))) }
        : line;
    })
    .sort((a, b) => (by === "labels" ? 0 : orderOf(places.get(a.id)) - orderOf(places.get(b.id))));
  const drawn = frame(options, {
    title,
    description,
    x: { domain: extentOf(lines), log: false, ...x },
    y: { domain: [min, 1], log: false, label: options.labelY ?? metrics.accuracy.label },
    keys: legendLayout(lines, options),
    notes: bandsOf(rows),
  });
  drawChance(drawn);
  return figureOf(drawn, drawSeries(drawn, lines));
}

/** Accuracy on unflipped labels by the share of exemplars flipped, after all of them (Wei et al. 2023, Fig 2). */
export const accuracyByFlips = (rows: readonly Row[], options: PlotOptions): DrawnFigure =>
  accuracyBy(afterAll(rows.filter(({ at }) => at.flipped !== undefined)), options, {
    title: "Accuracy on unflipped labels, by the share of labels flipped",
    description: "A learner that keeps to the concept stays at 1; one that follows the exemplars ends near 0.",
    along: ({ flipped }) => flipped,
    x: { label: "share of the exemplars' labels flipped" },
  });

/** Accuracy by the angle between the task and the concept, after all exemplars (not in the paper). */
export const accuracyByAngle = (rows: readonly Row[], options: PlotOptions): DrawnFigure =>
  accuracyBy(afterAll(rows.filter(({ at }) => at.angle !== undefined)), options, {
    title: "Accuracy, by the angle between the task and the concept",
    description:
      "A learner of mappings is as right at every angle; one that answers the concept or its opposite falls to chance at 90°.",
    along: ({ angle }) => angle,
    x: { label: "degrees between task and concept", at: [0, 30, 60, 90, 120, 150, 180] },
  });

/** The same by number of exemplars, where every label is flipped. */
export const accuracyByFlipped = (rows: readonly Row[], options: PlotOptions): DrawnFigure =>
  accuracyBy(
    rowsOf(rows, "accuracy").filter(({ at }) => at.flipped === 1),
    options,
    {
      title: "Accuracy on unflipped labels, by number of flipped exemplars",
      description: "How many exemplars, all of them flipped, it takes until a learner follows them.",
      along: ({ exemplars }) => exemplars,
      x: { label: "exemplars in the prompt, all flipped", whole: true },
    },
  );

/** Accuracy by the dimension of x, after all exemplars (Wei et al. 2023, Fig 8). */
export function accuracyByDim(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const all = afterAll(rows.filter(({ at }) => at.dim !== undefined));
  const at = [...new Set(all.flatMap((row) => row.at.dim ?? []))].sort((a, b) => a - b);
  return accuracyBy(all, options, {
    title: "Accuracy, by the number of dimensions",
    description: "How well each learner tells two classes apart, the more numbers there are in an x.",
    along: ({ dim }) => dim,
    min: 0.4,
    x: { label: "dimensions of x, log scale", log: true, at },
  });
}

/** Accuracy after all exemplars by the size of transformers that were trained alike; whoever is not trained is level. */
export const accuracyBySize = (rows: readonly Row[], options: PlotOptions): DrawnFigure =>
  bySize(rows, options, {
    title: "Accuracy, by the size of the transformer",
    description: "Whether it takes a larger transformer; those that are not trained are drawn as level lines.",
    lines: "learners",
  });

/** The same with a line for each kind of labels (Wei et al. 2023, Fig 3). */
export const labelsBySize = (rows: readonly Row[], options: PlotOptions): DrawnFigure =>
  bySize(rows, options, {
    title: "Accuracy by the size of the transformer, for labels of each kind",
    description:
      "Natural labels mean the task, arbitrary ones nothing, flipped ones the opposite of what they are shown for.",
    lines: "labels",
  });

/** Accuracy by number of exemplars, a line each size (Wei et al. 2023, Fig 4). */
export const labelsByExemplars = (rows: readonly Row[], options: PlotOptions): DrawnFigure => {
  const all = rowsOf(rows, "accuracy");
  return accuracyBy(all, options, {
    title: "Accuracy by number of exemplars, for labels of one kind",
    description: "How much transformers of each size make of exemplars.",
    along: ({ exemplars }) => exemplars,
    x: {
      ...{ label: "exemplars in the prompt, log scale", log: true },
      at: [...new Set(all.flatMap(({ at }) => at.exemplars ?? []))].sort((a, b) => a - b),
    },
  });
};

/** Accuracy by steps of tuning, a line for each kind of labels (Wei, Hou et al. 2023, Table 1 and Fig 5). */
export const labelsByTuning = (rows: readonly Row[], options: PlotOptions): DrawnFigure =>
  accuracyBy(rowsOf(rows, "accuracy"), options, {
    title: "Accuracy by steps of symbol tuning, for labels of each kind",
    description:
      "Tuning is on arbitrary labels without an instruction alone; on flipped labels, right is what the exemplars say.",
    along: ({ tuning }) => tuning,
    x: { label: "steps of tuning on arbitrary labels" },
    lines: "labels",
  });

function bySize(
  rows: readonly Row[],
  options: PlotOptions,
  spec: Pick<AccuracySpec, "title" | "description" | "lines">,
): DrawnFigure {
  const steps = Math.min(...rows.flatMap(({ at }) => (at.layers ? (at.step ?? 0) : [])));
  const all = afterAll(rows).filter(({ at }) => !at.layers || (at.step === steps && !at.tuning));
  const names = new Map(all.flatMap(({ at }) => (at.layers ? [[parametersOf(at), sizeName(at)] as const] : [])));
  const at = [...names.keys()].sort((a, b) => a - b);
  const along = new Map<RowPlace, number>();
  const placed = all.flatMap((row) =>
    (row.at.layers ? [parametersOf(row.at)] : at).map((parameters) => {
      const place = { ...row.at };
      along.set(place, parameters);
      return { ...row, at: place };
    }),
  );
  return accuracyBy(placed, options, {
    ...spec,
    along: (place) => along.get(place),
    x: {
      ...{ label: "layers and hidden size, by parameters", log: true, at },
      domain: [(at[0] ?? 1) / BESIDE, (at.at(-1) ?? 1) * BESIDE],
      nameOf: (value) => names.get(value) ?? "",
    },
  });
}

/** The rows of an accuracy after the most exemplars there are. */
function afterAll(rows: readonly Row[]): Row[] {
  const all = rowsOf(rows, "accuracy");
  const max = Math.max(...all.map(({ at }) => at.exemplars ?? 0));
  return all.filter(({ at }) => at.exemplars === max);
}

/** Sizes first, from the smallest, then the other trainings, then whatever is not trained. */
const orderOf = (at: RowPlace | undefined): number =>
  at ? parametersOf(at) + (at.tuning ? 1e9 : 0) + (at.step ?? 0) / 1e6 : 1e12;

function drawChance({ document, plot, palette, width, y }: Frame): void {
  const at = y(CHANCE);
  const dashed = { x2: width, y1: at, y2: at, stroke: palette.muted, "stroke-dasharray": "6 4" };
  const place = { x: 4, y: at - 5, fill: palette.muted, "font-size": 11 };
  plot.append(svg(document, "line", dashed), text(document, "chance", place));
}
