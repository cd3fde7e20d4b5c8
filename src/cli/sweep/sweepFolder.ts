import { existsSync, renameSync } from "node:fs";
import { hostname } from "node:os";
import * as v from "valibot";
import { parseRows, toJson } from "../../comparison/row.ts";
import { difference, withSettings } from "../../config/config.ts";
import { type Axis, type GridPoint, gridPoints, pointsOf } from "../../config/grid.ts";
import { storedGridPoints } from "../../config/migrate.ts";
import { type Config, defaults } from "../../config/schema.ts";
import { version } from "../../config/version.ts";
import type { ExperimentDefinition } from "../../experiments/experiment.ts";
import { loadedFile, loadedFiles } from "../../extensions/loadedFiles.ts";
import { prepareFolder, readRunFile, writeAtomic, writeAtomicParts } from "../io/files.ts";
import { namedExperiments } from "../namedExperiments.ts";
import { UsageError } from "../usageError.ts";

const setting = v.union([v.string(), v.number()]);
const files = v.optional(v.array(loadedFile)); // that --task and --algorithm name
const GridPlan = v.object({
  version: v.string(),
  settings: v.record(v.string(), setting), // differences of every run from the defaults
  axes: v.array(v.object({ setting: v.string(), values: v.array(setting) })),
  files,
});
const ExperimentPlan = v.object({ version: v.string(), experiment: v.string(), files }); // its name

/** A sweep as stored in its folder: a grid on a base config, or the runs of an experiment. */
export type SweepPlan = v.InferOutput<typeof GridPlan> | v.InferOutput<typeof ExperimentPlan>;

const planPath = (out: string) => `${out}/sweep.json`;

const withFiles = () => (loadedFiles().length > 0 ? { files: [...loadedFiles()] } : {});

/** The plan of a base config and axes. */
export const planOf = (base: Config, axes: readonly Axis[]): SweepPlan => ({
  version,
  settings: difference(base, defaults),
  axes: axes.map(({ setting, values }) => ({ setting, values: [...values] })),
  ...withFiles(),
});

/** The plan of an experiment's runs. */
export const experimentPlan = ({ name }: ExperimentDefinition): SweepPlan => ({
  version,
  experiment: name,
  ...withFiles(),
});

/** The experiment of a plan, if it has one. Throws UsageError if there is no experiment with its name. */
export const experimentOf = (plan: SweepPlan): ExperimentDefinition | undefined =>
  "experiment" in plan ? namedExperiments([plan.experiment])[0] : undefined;

/** The runs of a plan. Throws ConfigError. */
export async function runsOf(plan: SweepPlan): Promise<GridPoint[]> {
  if ("experiment" in plan) return pointsOf((await experimentOf(plan)?.engine())?.runs ?? [], plan.version);
  const { settings, axes } = plan;
  if (plan.version !== version) return storedGridPoints(settings, axes, plan.version);
  return gridPoints(withSettings(defaults, settings), axes);
}

/**
 * The plan stored in a folder, if there is one. Throws UsageError if it is invalid, or if another version wrote it and
 * `onlyRead` is false.
 */
export function readPlan(out: string, onlyRead = false): SweepPlan | undefined {
  if (!existsSync(planPath(out))) return undefined;
  const saved = readRunFile(planPath(out), JSON.parse);
  const { version: writtenBy } = v.is(v.object({ version: v.string() }), saved) ? saved : { version };
  if (writtenBy !== version && !onlyRead)
    throw new UsageError(
      `invalid --out: ${out} contains a sweep of version ${writtenBy}, this is ${version}; ` +
        "--status and --merge read it, and train --resume continues one of its runs",
    );
  for (const schema of [GridPlan, ExperimentPlan])
    if (v.is(schema, saved)) {
      assertSameFiles(out, saved);
      return saved;
    }
  throw new UsageError(`invalid --out: expected a sweep's plan in ${planPath(out)}, got something else`);
}

/** Throws UsageError if the files that a sweep was started with are not the loaded ones. */
function assertSameFiles(out: string, { files: expected = [] }: SweepPlan): void {
  const loaded = loadedFiles();
  const keyOf = ({ kind, id, sha256 }: (typeof expected)[number]) => `${kind} ${id} ${sha256}`;
  const missing = expected.find((each) => !loaded.some((other) => keyOf(other) === keyOf(each)));
  if (missing)
    throw new UsageError(
      `missing --${missing.kind}: the sweep in ${out} was started with --${missing.kind} ${missing.path}, of SHA-256 ${missing.sha256}`,
    );
  const more = loaded.find((each) => !expected.some((other) => keyOf(other) === keyOf(each)));
  if (more) throw new UsageError(`invalid --${more.kind}: the sweep in ${out} was started without ${more.path}`);
}

const RESULT_FILES = ["config.json", "checkpoint.safetensors", "rows.json", "runs.json"]; // results of a run or a sweep

/** Throws UsageError if the folder contains another sweep, or results without a sweep. */
export function assertSameSweep(out: string, plan: SweepPlan): void {
  const saved = readPlan(out);
  const existing = RESULT_FILES.find((name) => existsSync(`${out}/${name}`));
  if (saved === undefined && existing !== undefined)
    throw new UsageError(
      `invalid --out: ${out} contains ${existing} but no sweep; expected a new folder or the folder of a sweep`,
    );
  if (saved === undefined || sameText(saved) === sameText(plan)) return;
  const described =
    "experiment" in saved
      ? `the experiment ${saved.experiment}`
      : saved.axes.map(({ setting, values }) => `${setting}=${values.join(",")}`).join(" ");
  throw new UsageError(`invalid --out: ${out} contains another sweep (${described}); expected a separate folder`);
}

/** A plan as text without the paths of its files: files with the same content are equal. */
const sameText = ({ files, ...plan }: SweepPlan): string =>
  JSON.stringify({ ...plan, files: files?.map(({ path: _, ...file }) => file) });

/** Saves the plan in the folder. Throws UsageError if the folder is not writable. */
export function savePlan(out: string, plan: SweepPlan): void {
  prepareFolder(out, [], false);
  if (existsSync(planPath(out))) return;
  const temporary = `${planPath(out)}.${hostname()}.${process.pid}`; // shards that start at the same time all write the same plan
  writeAtomic(temporary, `${JSON.stringify(plan, null, 2)}\n`);
  renameSync(temporary, planPath(out));
}

/** Whether a run has a result. */
export const isDone = (out: string, { name }: Pick<GridPoint, "name">): boolean =>
  existsSync(`${out}/${name}/result.json`);

/** A run's result, with its name and settings. Throws UsageError if it cannot be read. */
export const resultOf = (out: string, { name, settings }: GridPoint): Record<string, unknown> => ({
  run: name,
  settings,
  ...(readRunFile(`${out}/${name}/result.json`, JSON.parse) as object),
});

/** The result of a merge. */
export interface Merged {
  readonly runs: number;
  readonly rows: number;
  readonly missing: readonly string[]; // names of the unfinished runs
}

/**
 * Writes the rows and results of all finished runs into rows.json and runs.json, each with its run and settings, in the
 * order of the grid. Only the rows of one run at a time are in memory. Throws UsageError if a run cannot be read.
 */
export function mergeRuns(points: readonly GridPoint[], out: string): Merged {
  const finished = points.filter((point) => isDone(out, point));
  let rows = 0;
  function* rowsOf({ name, settings }: GridPoint): Iterable<string> {
    for (const row of readRunFile(`${out}/${name}/rows.json`, parseRows)) {
      rows += 1;
      yield toJson({ ...row, run: name, settings });
    }
  }
  writeAtomicParts(`${out}/rows.json`, asArray(finished, rowsOf));
  writeAtomicParts(
    `${out}/runs.json`,
    asArray(finished, (point) => [toJson(resultOf(out, point))]),
  );
  const done = new Set(finished);
  const missing = points.filter((point) => !done.has(point)).map(({ name }) => name);
  return { runs: finished.length, rows, missing };
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
