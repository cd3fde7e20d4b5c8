import type { Row, RowPlace } from "../experiments/row.ts";
import type { AxisSpec } from "./axis.ts";
import { extentOf } from "./domain.ts";
import { empty } from "./empty.ts";
import { type Frame, frame } from "./frame.ts";
import { keyLayout } from "./keyLayout.ts";
import { type LearnerStyle, learnerStyle } from "./learnerStyle.ts";
import type { MarkerShape } from "./marker.ts";
import type { PlotOptions } from "./plotOptions.ts";
import { bandsOf, rowsOf, seriesOf } from "./select.ts";
import { drawSeries } from "./series.ts";
import { svg } from "./svg.ts";
import { text } from "./text.ts";

const CHANCE = 0.5;
const MARKERS: readonly MarkerShape[] = ["circle", "square", "triangle", "bar", "cross", "plus"];

/** What a figure of accuracies says, and which rows it shows along which place. */
interface AccuracySpec {
  readonly title: string;
  readonly description: string;
  readonly along: (at: RowPlace) => number | undefined;
  readonly x: Pick<AxisSpec, "label"> & Partial<AxisSpec>;
}

/** Accuracy of every learner, a line each, of transformers a line each size, with a line at chance. */
function accuracyBy(rows: readonly Row[], options: PlotOptions, { title, description, along, x }: AccuracySpec) {
  if (rows.length === 0) return empty(options, title, "No rows yet: they come with the first trained model.");
  const places = new Map<string, RowPlace>();
  const series = seriesOf(
    rows,
    (row) => {
      const id = row.learner === "transformer" ? modelName(row.at) : row.learner;
      if (row.learner === "transformer") places.set(id, row.at);
      return id;
    },
    ({ at }) => along(at),
  );
  const sizes = [...new Set([...places.values()].map(sizeOf))].sort((a, b) => a - b);
  const steps = Math.min(...[...places.values()].map(({ step = 0 }) => step));
  const lines = series
    .map((line) => {
      const at = places.get(line.id);
      return { ...line, style: at ? styleOf(line.id, at, sizes.indexOf(sizeOf(at)), steps) : line.style };
    })
    .sort((a, b) => orderOf(places.get(a.id)) - orderOf(places.get(b.id)));
  const drawn = frame(options, {
    title,
    description,
    x: { domain: extentOf(lines), log: false, ...x },
    y: { domain: [0, 1], log: false, label: options.labelY ?? "accuracy" },
    keys: keyLayout(lines, options),
    notes: bandsOf(rows),
  });
  drawChance(drawn);
  drawSeries(drawn, lines);
  return drawn.root;
}

/** Accuracy on unflipped labels by the share of exemplars flipped, after all of them (Wei et al. 2023, Fig 2). */
export function accuracyByFlips(rows: readonly Row[], options: PlotOptions): SVGSVGElement {
  const all = rowsOf(rows, "accuracy").filter(({ at }) => at.flipped !== undefined);
  const most = Math.max(...all.map(({ at }) => at.exemplars ?? 0));
  return accuracyBy(
    all.filter(({ at }) => at.exemplars === most),
    options,
    {
      title: "Accuracy on unflipped labels, by the share of labels flipped",
      description: "A learner that keeps to the concept stays at 1; one that follows the exemplars ends near 0.",
      along: ({ flipped }) => flipped,
      x: { label: "share of the exemplars' labels flipped" },
    },
  );
}

/** The same by number of exemplars, where every label is flipped. */
export const accuracyByFlipped = (rows: readonly Row[], options: PlotOptions): SVGSVGElement =>
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

/** "L1 H8", and how its training differs where it does. */
function modelName({ layers, hiddenSize, step, tuning }: RowPlace): string {
  return `L${layers} H${hiddenSize}${tuning ? " tuned" : ""} ${step}`;
}

const sizeOf = ({ layers = 0, hiddenSize = 0 }: RowPlace): number => layers * hiddenSize ** 2;

/** Sizes first, from the smallest, then the other trainings, then whatever is not trained. */
const orderOf = (at: RowPlace | undefined): number =>
  at ? sizeOf(at) + (at.tuning ? 1e6 : 0) + (at.step ?? 0) / 1e6 : 1e9;

function styleOf(id: string, at: RowPlace, rank: number, steps: number): LearnerStyle {
  const [layers, size] = id.split(" ");
  const how = at.tuning ? ", tuned" : (at.step ?? 0) > steps ? `, ${Math.round((at.step ?? 0) / steps)} × steps` : "";
  return {
    ...learnerStyle("transformer"),
    name: `transformer, ${layers} ${size}${how}`,
    label: `${layers} ${size}${how}`,
    dash: at.tuning ? "7 3" : how ? "2 3" : "",
    width: 1.2 + 0.6 * Math.max(0, rank),
    marker: MARKERS[Math.max(0, rank) % MARKERS.length] ?? "circle",
  };
}

function drawChance({ document, plot, palette, width, y }: Frame): void {
  const at = y(CHANCE);
  const dashed = { x2: width, y1: at, y2: at, stroke: palette.muted, "stroke-dasharray": "6 4", "data-chance": "" };
  const place = { x: 4, y: at - 5, fill: palette.muted, "font-size": 11 };
  plot.append(svg(document, "line", dashed), text(document, "chance", place));
}
