import { existsSync, readFileSync } from "node:fs";
import { type Config, defaults, difference, type Setting, withSettings } from "../experiments/config.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { type Axis, type GridPoint, gridPoints, pointsOf } from "../experiments/grid.ts";
import { parseRows, toJson } from "../experiments/row.ts";
import { version } from "../experiments/version.ts";
import { writeParts, writeWhole } from "./files.ts";
import { namedExperiments } from "./namedExperiments.ts";
import { checked, UsageError } from "./usageError.ts";

/** What a sweep is, as its folder keeps it: what every run differs from the defaults in, and the axes; or an experiment. */
export type SweepPlan = GridPlan | ExperimentPlan;

interface GridPlan {
  readonly version: string;
  readonly settings: Readonly<Record<string, Setting>>;
  readonly axes: readonly Axis[];
}

interface ExperimentPlan {
  readonly version: string;
  readonly experiment: string; // its name
}

const planPath = (out: string) => `${out}/sweep.json`;

/** The plan of a base config and axes. */
export const planOf = (base: Config, axes: readonly Axis[]): GridPlan => ({
  version,
  settings: difference(base, defaults),
  axes,
});

/** The plan of an experiment's runs. */
export const experimentPlan = ({ name }: Experiment): ExperimentPlan => ({ version, experiment: name });

/** The experiment that a plan carries out, if it is of one. Throws UsageError where there is none of its name. */
export const experimentOf = (plan: SweepPlan): Experiment | undefined =>
  "experiment" in plan ? namedExperiments([plan.experiment])[0] : undefined;

/** The runs of a plan. Throws ConfigError. */
export const runsOf = (plan: SweepPlan): GridPoint[] =>
  "experiment" in plan
    ? pointsOf(experimentOf(plan)?.runs ?? [])
    : gridPoints(withSettings(defaults, plan.settings), plan.axes);

/** The plan that a folder keeps, if it is one of a sweep. Throws UsageError where another version wrote it, or no one. */
export function readPlan(out: string): SweepPlan | undefined {
  if (!existsSync(planPath(out))) return undefined;
  const plan = checked(() => {
    try {
      return JSON.parse(readFileSync(planPath(out), "utf8")) as SweepPlan;
    } catch {
      throw new Error(`invalid --out: wanted a sweep's plan in ${planPath(out)}, got something else`);
    }
  });
  if (plan?.version !== version)
    throw new UsageError(`invalid --out: ${out} holds a sweep of version ${plan?.version}, this is ${version}`);
  return plan;
}

/** Throws UsageError where the folder holds another sweep than this one. */
export function refuseAnotherSweep(out: string, plan: SweepPlan): void {
  const kept = readPlan(out);
  if (kept === undefined || JSON.stringify(kept) === JSON.stringify(plan)) return;
  const held =
    "experiment" in kept
      ? `the experiment ${kept.experiment}`
      : kept.axes.map(({ setting, values }) => `${setting}=${values.join(",")}`).join(" ");
  throw new UsageError(`invalid --out: ${out} holds another sweep (${held}); wanted a folder of its own`);
}

/** Keeps the plan in the folder. */
export function keepPlan(out: string, plan: SweepPlan): void {
  if (!existsSync(planPath(out))) writeWhole(planPath(out), `${JSON.stringify(plan, null, 2)}\n`);
}

/** Whether a run has ended with a result. */
export const isDone = (out: string, { name }: Pick<GridPoint, "name">): boolean =>
  existsSync(`${out}/${name}/result.json`);

/** A run's result, with its name and what sets it apart. */
export const resultOf = (out: string, { name, settings }: GridPoint): Record<string, unknown> => ({
  run: name,
  settings,
  ...JSON.parse(readFileSync(`${out}/${name}/result.json`, "utf8")),
});

/** What a merge comes to. */
export interface Merged {
  readonly runs: number;
  readonly rows: number;
  readonly missing: readonly string[]; // names of the runs that are not done
}

/**
 * Puts the rows and results of all runs that are done into rows.json and runs.json, each with its run and the settings
 * that set it apart, in the order of the grid. Holds the rows of one run at a time.
 */
export function mergeRuns(points: readonly GridPoint[], out: string): Merged {
  const there = points.filter((point) => isDone(out, point));
  let rows = 0;
  function* rowsOf({ name, settings }: GridPoint): Iterable<string> {
    for (const row of parseRows(readFileSync(`${out}/${name}/rows.json`, "utf8"))) {
      rows += 1;
      yield toJson({ ...row, run: name, settings });
    }
  }
  writeParts(`${out}/rows.json`, asArray(there, rowsOf));
  writeParts(
    `${out}/runs.json`,
    asArray(there, (point) => [toJson(resultOf(out, point))]),
  );
  const done = new Set(there);
  const missing = points.filter((point) => !done.has(point)).map(({ name }) => name);
  return { runs: there.length, rows, missing };
}

/** The lines of every part as the text of one JSON array, a part at a time. */
function* asArray<Part>(parts: readonly Part[], linesOf: (part: Part) => Iterable<string>): Iterable<string> {
  let first = true;
  yield "[\n";
  for (const part of parts) {
    const text = [...linesOf(part)].join(",\n");
    if (text === "") continue;
    yield first ? text : `,\n${text}`;
    first = false;
  }
  yield "\n]\n";
}
