import type { DrawnFigure } from "../../plots/parts/drawnFigure.ts";
import type { PlotOptions } from "../../plots/parts/plotOptions.ts";
import { runsCompared } from "../../plots/runsCompared.ts";
import { AXES, type CostResult } from "./costResult.ts";
import { alongAxis, axisNames } from "./costTables.ts";

/** Milliseconds of a step as each size grows alone, from its smallest value on: straight lines are power laws. */
export function costFigure({ steps }: CostResult, options: PlotOptions): DrawnFigure {
  const lines = AXES.step
    .map((axis) => ({ axis, points: alongAxis(steps, axis) }))
    .filter(({ points }) => points.length > 1)
    .map(({ axis, points }) => ({
      id: axis,
      name: axisNames[axis] ?? axis,
      points: points.map(({ value, ms }) => {
        return { x: value / (points[0]?.value ?? 1), y: ms, low: ms, high: ms };
      }),
    }));
  const labels = { labelX: "times the smallest value", labelY: "milliseconds per step" };
  return runsCompared(lines, { ...options, ...labels, title: "Time of a training step as each size grows alone" });
}
