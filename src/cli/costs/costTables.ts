import { powerLaw } from "../../numerics/powerLaw.ts";
import { AXES, type CostResult } from "./costResult.ts";

/** The names of axes in tables and in the figure. */
export const axisNames: Readonly<Record<string, string>> = {
  dim: "D, dimensions",
  exemplars: "N, exemplars",
  layers: "L, layers",
  hiddenSize: "H, hidden size",
  batch: "B, prompts of a batch",
  workers: "threads",
  prompts: "B, prompts",
  runs: "runs",
};

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

const three = (value: number) => Number(value.toPrecision(3)).toLocaleString("en");

/** The points of one axis, ascending. */
export const alongAxis = <Point extends { readonly axis: string; readonly value: number }>(
  points: readonly Point[],
  axis: string,
): readonly Point[] => points.filter((point) => point.axis === axis).sort((a, b) => a.value - b.value);

/** The exponent of a power law through a quantity of some points; "–" with fewer than two different values. */
function exponent<Point extends { readonly value: number }>(
  points: readonly Point[],
  quantity: (point: Point) => number,
): string {
  const fitted = powerLaw(
    points.map(({ value }) => value),
    points.map(quantity),
  );
  return Number.isFinite(fitted) ? fitted.toFixed(2) : "–";
}

/** The tables of a measurement, in Markdown. */
export function costTables(result: CostResult): string {
  const { machine, base, prompts, idleBytes } = result;
  const { dim, exemplars, layers, hiddenSize, batch } = base;
  const memory = (bytes: number) => three((bytes - idleBytes) / 1e6);
  const values = (points: readonly { readonly value: number }[]) => points.map(({ value }) => three(value)).join(", ");
  const steps = AXES.step
    .map((axis) => ({ axis, points: alongAxis(result.steps, axis) }))
    .filter(({ points }) => points.length > 0);
  const comparisons = AXES.comparison
    .map((axis) => ({ axis, points: alongAxis(result.comparisons, axis) }))
    .filter(({ points }) => points.length > 0);
  const sweeps = alongAxis(result.sweeps, "runs");
  return [
    `${machine.processor}, ${machine.cores} cores, Node ${machine.node}, ICL Lab ${machine.version}. ` +
      `Each row varies one size of D ${dim}, N ${exemplars}, L ${layers}, H ${hiddenSize}, batch ${batch}.`,
    table(
      ["one step", "values", "ms", "GFLOP/s", "MB", "exponent of the time", "of the operations"],
      steps.map(({ axis, points }) => [
        axisNames[axis] ?? axis,
        values(points),
        points.map(({ ms }) => three(ms)).join(", "),
        points.map(({ gflops }) => three(gflops)).join(", "),
        points.map(({ peakBytes }) => memory(peakBytes)).join(", "),
        exponent(points, ({ ms }) => ms),
        axis === "workers" ? "-1 at best" : exponent(points, ({ counted }) => counted),
      ]),
    ),
    `A comparison on ${prompts} prompts, the starting of threads included; a sweep of short runs, one per core at a time.`,
    table(
      ["comparison or sweep", "values", "seconds", "MB", "exponent of the time", "of the operations"],
      [
        ...comparisons.map(({ axis, points }) => [
          `compare: ${axisNames[axis] ?? axis}`,
          values(points),
          points.map(({ seconds }) => three(seconds)).join(", "),
          points.map(({ peakBytes }) => memory(peakBytes)).join(", "),
          exponent(points, ({ seconds }) => seconds),
          axis === "workers" ? "-1 at best" : exponent(points, ({ counted }) => counted),
        ]),
        ...(sweeps.length > 0
          ? [
              [
                "sweep: runs",
                values(sweeps),
                sweeps.map(({ seconds }) => three(seconds)).join(", "),
                "–",
                exponent(sweeps, ({ seconds }) => seconds),
                exponent(sweeps, ({ counted }) => counted),
              ],
            ]
          : []),
      ],
    ),
    "Whole runs, from the start of their process to its end, beside the time that `train --predict` predicts:",
    table(
      ["size", "optimizer", "steps", "predicted, s", "real, s", "predicted / real"],
      result.predictions.map(({ size, optimizer, steps: trained, predictedSeconds, seconds }) => [
        size,
        optimizer,
        `${trained}`,
        three(predictedSeconds),
        three(seconds),
        (predictedSeconds / seconds).toFixed(2),
      ]),
    ),
  ].join("\n\n");
}
