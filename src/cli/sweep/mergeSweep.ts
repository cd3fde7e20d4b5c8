import type { Host } from "../../checkpoints/host.ts";
import type { GridPoint } from "../../config/grid.ts";
import { type Experiment, loadExperiment } from "../../experiments/experiment.ts";
import { startEngine } from "../../kernels/startEngine.ts";
import { trainedIn, writeExperiment, writtenText } from "../io/experimentFolder.ts";
import { withLock } from "../io/lock.ts";
import { measureAll } from "../records.ts";
import type { SweepRequest } from "./parseSweep.ts";
import { printResult } from "./printResult.ts";
import { experimentOf, mergeRuns } from "./sweepFolder.ts";

/** How long to wait for a lock: a requeued Slurm task starts while the previous one is still ending. */
export const MS_FOR_ANOTHER = 120_000;

/** Merges the finished runs and prints the result. Throws a sentence that names the missing runs. */
export async function mergeSweep(request: SweepRequest): Promise<void> {
  const { out, points } = request;
  const { runs, rows, missing, written } = await withLock(out, { name: "merge", waitMs: MS_FOR_ANOTHER }, () =>
    mergeAndMeasure(request),
  );
  printResult(
    request,
    { out, runs, rows, missing, ...(written && { claims: written.claims, figures: written.figures }) },
    `${out}/runs.json, ${out}/rows.json: ${runs} runs, ${rows} rows${written ? `\n${written.text.trimEnd()}` : ""}`,
  );
  if (missing.length > 0)
    throw new Error(
      `the sweep is not complete: ${missing.length} of ${points.length} runs are missing (${fewOf(missing)})`,
    );
}

/** Merges the finished runs. If an experiment is complete, also writes claims and figures. */
async function mergeAndMeasure({ plan, points, out, host }: SweepRequest) {
  const merged = mergeRuns(points, out);
  const definition = merged.missing.length === 0 ? experimentOf(plan) : undefined;
  if (!definition) return { ...merged, written: undefined };
  const experiment = await loadExperiment(definition);
  const written = await measureRuns(experiment, points, out, host);
  return { ...merged, written: { ...written, text: writtenText(experiment, written) } };
}

/** Measures an experiment on its runs, and writes its rows, claims and figures into a folder with its name. */
async function measureRuns(experiment: Experiment, points: readonly GridPoint[], out: string, host: Host) {
  await startEngine(host);
  const record = await measureAll(experiment, trainedIn(points.map(({ name }) => `${out}/${name}`)));
  return writeExperiment(experiment, record, `${out}/${experiment.name}`);
}

const MAX_NAMED = 10;

const fewOf = (names: readonly string[]): string =>
  names.length > MAX_NAMED ? `${names.slice(0, MAX_NAMED).join(", ")}, …` : names.join(", ");
