import type { Row, RowPlace } from "../../comparison/row.ts";
import { metrics } from "../../metrics/metrics.ts";
import type { DrawnFigure, FigureValue } from "../../plots/parts/drawnFigure.ts";
import { empty } from "../../plots/parts/empty.ts";
import { formatValue } from "../../plots/parts/format.ts";
import { figureOf, frame } from "../../plots/parts/frame.ts";
import { type LearnerStyle, learnerStyle } from "../../plots/parts/learnerStyle.ts";
import { drawLegend } from "../../plots/parts/legend.ts";
import { legendLayout } from "../../plots/parts/legendLayout.ts";
import { marker } from "../../plots/parts/marker.ts";
import { familyColour } from "../../plots/parts/palette.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { rowsOf } from "../../plots/parts/select.ts";
import { svg } from "../../plots/parts/svg.ts";
import { type ExperimentFigure, experimentFigure, ofAllRuns } from "../experimentFigure.ts";

const TITLE = "Excess risk of trained linear attention, beside steps of gradient descent";
const HALF = 0.32; // of a task's place, to either side of its middle
const APART = 0.09; // between two seeds of a task

const plain = { width: 2, marker: "none" } as const;
const styles: Readonly<Record<string, LearnerStyle>> = {
  transformer: { ...learnerStyle("transformer"), label: "trained", name: "trained linear attention" },
  optimum: {
    ...learnerStyle("gd(0.01)"),
    ...plain,
    dash: "",
    label: "best GD step",
    name: "one best step of gradient descent",
  },
  "gd++": { ...learnerStyle("gd(0.01)"), ...plain, dash: "1 2", label: "best GD++", name: "GD++ at its best rates" },
  "two steps": {
    ...learnerStyle("gd(0.01)"),
    ...plain,
    dash: "4 3",
    label: "two best steps",
    name: "two best steps of gradient descent",
  },
};

/** Excess risk by task and number of layers: every seed of the trained model, one and two steps of gradient descent at their best. */
export function riskByTask(rows: readonly Row[], options: PlotOptions): DrawnFigure {
  const risks = rowsOf(rows, "risk");
  if (risks.length === 0) return empty(options, TITLE, "No rows yet: they come with the first trained model.");
  const tasks = [...new Set(risks.map(({ at }) => nameOf(at)))];
  const lines = Object.values(styles).map((style) => ({ style }));
  const drawn = frame(options, {
    title: TITLE,
    description: "The solid line is the closed-form optimum of a single layer.",
    x: {
      domain: [0.5, tasks.length + 0.5],
      log: false,
      label: "task, layers L",
      at: tasks.map((_, k) => k + 1),
      nameOf: (place) => tasks[place - 1] ?? "",
    },
    y: {
      domain: [0, 1.1 * Math.max(...risks.map(({ value }) => value))],
      log: false,
      label: metrics.risk.label,
    },
    keys: legendLayout(lines, options),
    notes: ["A point each seed, measured against the step or GD++ beside it, on the same prompts."],
  });
  const { document, plot, palette, left, top, x, y } = drawn;
  const values: FigureValue[] = [];
  const ends = new Map<string, readonly [number, number]>();
  tasks.forEach((task, k) => {
    const here = risks.filter(({ at }) => nameOf(at) === task);
    for (const [learner, style] of Object.entries(styles)) {
      const ofLearner = here.filter((row) => row.learner === learner);
      const colour = familyColour(palette, style.family);
      ofLearner.forEach((row, seed) => {
        const place = k + 1 + (learner === "transformer" ? APART * (seed - (ofLearner.length - 1) / 2) : 0);
        const at = [x(place), y(row.value)] as const;
        const name = learner === "transformer" ? `${style.name}, ${seed + 1}` : style.name;
        const { value, low, high } = row;
        const px = { left: left + at[0], top: top + at[1] };
        if (learner === "transformer" || seed === 0)
          values.push({ series: `${learner} ${seed + 1}`, name, x: k + 1, value, low, high, ...px });
        if (learner === "transformer") plot.append(marker(document, "circle", at, colour));
        else if (seed === 0) {
          const [x1, x2] = [x(k + 1 - HALF), x(k + 1 + HALF)];
          const stroke = { stroke: colour, "stroke-width": style.width, "stroke-dasharray": style.dash || undefined };
          plot.append(svg(document, "line", { x1, x2, y1: at[1], y2: at[1], ...stroke }));
          plot.append(marker(document, "none", at, colour));
        }
        ends.set(learner, [x(tasks.length + HALF), at[1]]); // of the last task that has it
      });
    }
  });
  drawLegend(
    drawn,
    Object.entries(styles).map(([learner, style]) => {
      const end = ends.get(learner);
      return { style, ...(end && { end }) };
    }),
  );
  return figureOf(drawn, values);
}

const nameOf = ({ dim, exemplars, layers, sigma2 }: RowPlace): string =>
  `D${dim} N${exemplars} L${layers}${sigma2 ? ` σ²${formatValue(sigma2)}` : ""}`;

/** The figures of `linear-attention`. */
export const linearAttentionFigures: readonly ExperimentFigure[] = [
  experimentFigure({
    name: "risk",
    title: "Excess risk, by task and layers",
    axis: { id: "task", label: "task", describe: (x) => `task ${x}` },
    all: ofAllRuns,
    draw: riskByTask,
  }),
];
