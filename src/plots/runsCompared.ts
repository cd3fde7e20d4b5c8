import { domainOf, extentOf } from "./parts/domain.ts";
import type { DrawnFigure } from "./parts/drawnFigure.ts";
import { empty } from "./parts/empty.ts";
import { figureOf, frame } from "./parts/frame.ts";
import type { LearnerStyle } from "./parts/learnerStyle.ts";
import { legendLayout } from "./parts/legendLayout.ts";
import type { PlotOptions } from "./parts/plotOptions.ts";
import { drawSeries, type Point } from "./parts/series.ts";

/** A run, or several seeds of one: what is drawn of it, ascending in x. */
export interface RunLine {
  readonly id: string;
  readonly name: string;
  readonly points: readonly Point[];
}

const FAMILIES = ["ols", "gd", "knn", "sgd", "ridge", "averaging"] as const;
const MARKERS = ["circle", "square", "triangle", "diamond", "ring", "cross", "plus"] as const;
const DASHES = ["", "9 3", "4 3", "12 3 2 3"];
const MARKER_EVERY = 40; // px
const LONGEST = 36; // characters of a name beside its line

/** The look of the k-th run: colour, marker and dash each come round at another number. */
const styleOf = (k: number, name: string): LearnerStyle => ({
  family: FAMILIES[k % FAMILIES.length] as LearnerStyle["family"],
  name,
  label: name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name,
  dash: DASHES[Math.floor(k / 2) % DASHES.length] as string,
  width: 1.8,
  marker: MARKERS[k % MARKERS.length] as LearnerStyle["marker"],
});

/** Runs as lines over the course of their training, `labelX` and `labelY` naming the axes. Bands, where there are, are of seeds. */
export function runsCompared(
  runs: readonly RunLine[],
  { labelX, ...options }: PlotOptions & { readonly labelX: string; readonly labelY: string },
): DrawnFigure {
  const title = "Runs, side by side";
  const { logX = true, logY = true } = options;
  const lines = runs
    .map(({ id, name, points }, k) => ({
      id,
      style: styleOf(k, name),
      points: points.filter(({ x, y }) => Number.isFinite(y) && (x > 0 || !logX) && (y > 0 || !logY)),
    }))
    .filter(({ points }) => points.length > 0);
  const missing = runs.filter(({ id, points }) => points.length > 0 && !lines.some((line) => line.id === id));
  if (lines.length === 0) return empty(options, title, "Nothing to draw yet: values come with the evaluations.");
  const banded = lines.some(({ points }) => points.some(({ low, high }) => low < high));
  const drawn = frame(options, {
    title,
    description: "One line a run.",
    x: { domain: extentOf(lines), log: logX, label: `${labelX}${logX ? ", log scale" : ""}` },
    y: {
      ...domainOf(lines, { ...options, log: logY }),
      log: logY,
      label: `${options.labelY}${logY ? ", log scale" : ""}`,
    },
    keys: legendLayout(lines, options),
    notes: [
      ...(banded ? ["Bands: from the least to the largest of the seeds."] : []),
      ...(missing.length > 0
        ? [`Not drawn, because no value has a place on the axes: ${missing.map(({ name }) => name).join("; ")}.`]
        : []),
    ],
  });
  return figureOf(drawn, drawSeries(drawn, lines, MARKER_EVERY));
}
