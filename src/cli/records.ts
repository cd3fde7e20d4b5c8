import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Checkpoint, decodeCheckpoint, encodeRecord, parametersSha256 } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import { parseRows, stringifyRows } from "../comparison/row.ts";
import { difference } from "../config/config.ts";
import { runLabel } from "../config/runLabel.ts";
import { type Config, defaults } from "../config/schema.ts";
import { averageSeeds } from "../experiments/averageSeeds.ts";
import type { ControlResults, Experiment, MeasuredRun, TrainedRun } from "../experiments/experiment.ts";
import { type ClaimResult, judgeClaims } from "../experiments/judgeClaims.ts";
import { judgeOnControls } from "../experiments/judgeOnControls.ts";
import { type ExperimentRecord, parseRecord, type RunRecord, stringifyRecord } from "../experiments/record.ts";
import { makeFolder, writeAtomic } from "./io/files.ts";
import { UsageError } from "./usageError.ts";

/** The folder of the published records. */
export const publishedRecords = fileURLToPath(new URL("../../public/records", import.meta.url));

const recordPath = (root: string, { name }: Experiment) => `${root}/${name}.json`;
const parametersPath = (root: string, label: string) => `${root}/runs/${label}.safetensors`;

/** The record of an experiment, if there is one. Throws a sentence if its parts do not belong together. */
export function readRecord(experiment: Experiment, root = publishedRecords): ExperimentRecord | undefined {
  const path = recordPath(root, experiment);
  if (!existsSync(path)) return undefined;
  const record = parseRecord(readFileSync(path, "utf8"));
  const labels = experiment.runs.map(runLabel);
  const other = record.runs.find(({ label }, k) => label !== labels[k])?.label;
  if (other !== undefined || record.runs.length !== labels.length) {
    throw new Error(`invalid record ${experiment.name}: expected runs ${labels.join(", ")}, got another set`);
  }
  experiment.runs.forEach((config, k) => {
    const run = record.runs[k] as RunRecord;
    if (run.published) readParameters(experiment, config, run, root);
  });
  return record;
}

/** The published parameters of a recorded run. Throws a sentence if the rows were measured on other parameters. */
export function readParameters(
  experiment: Experiment,
  config: Config,
  { label, parametersSha256: measuredOn, trainedSha256 }: RunRecord,
  root = publishedRecords,
): Checkpoint {
  const name = `${experiment.name}/${label}`;
  const path = parametersPath(root, label);
  if (!existsSync(path)) throw new Error(`invalid record ${name}: its parameters are missing`);
  const checkpoint = decodeCheckpoint(new Uint8Array(readFileSync(path)));
  const differing = Object.keys(difference(checkpoint.config, config));
  if (differing.length > 0)
    throw new Error(`invalid record ${name}: it was trained with another ${differing.join(", ")}`);
  const hash = parametersSha256(checkpoint.state.parameters);
  if (measuredOn !== hash)
    throw new Error(`invalid record ${name}: its rows were measured on parameters ${measuredOn}, these are ${hash}`);
  if (trainedSha256 !== checkpoint.trainedSha256) {
    throw new Error(
      `invalid record ${name}: its training ended with ${trainedSha256}, its parameters come from ${checkpoint.trainedSha256}`,
    );
  }
  return checkpoint;
}

/** Measures the trained runs of an experiment. */
export const measureAll = (experiment: Experiment, trained: readonly TrainedRun[]): Promise<ExperimentRecord> =>
  measure(experiment, trained, (checkpoint) => checkpoint);

/**
 * Publishes an experiment's runs: each is measured with its parameters rounded to half precision, as published. Nothing
 * is written before all are measured.
 */
export async function writeRecord(
  experiment: Experiment,
  trained: readonly TrainedRun[],
  root = publishedRecords,
): Promise<ExperimentRecord> {
  const files = new Map<string, Uint8Array>();
  const record = await measure(experiment, trained, (checkpoint) => {
    const bytes = encodeRecord(checkpoint);
    files.set(runLabel(checkpoint.config), bytes);
    return decodeCheckpoint(bytes);
  });
  makeFolder(`${root}/runs`);
  for (const { label, published } of record.runs) {
    if (published) writeAtomic(parametersPath(root, label), files.get(label) as Uint8Array);
  }
  writeAtomic(recordPath(root, experiment), stringifyRecord(record));
  return record;
}

/** The record of an experiment whose runs all have published parameters. Throws UsageError if there is none. */
export function wholeRecord(experiment: Experiment, root = publishedRecords): ExperimentRecord {
  const { name, runs } = experiment;
  const record = readRecord(experiment, root);
  const missing = record?.runs.filter(({ published }) => !published).length ?? runs.length;
  if (record && missing === 0) return record;
  throw new UsageError(
    `invalid --remeasure: expected published parameters of all ${runs.length} runs of ${name}, ${missing} are missing; --live trains them`,
  );
}

/** Measures the published parameters of an experiment again, without training. Throws UsageError unless those of every run are. */
export async function remeasure(
  experiment: Experiment,
  {
    host,
    publish,
    root = publishedRecords,
  }: { readonly host: Host; readonly publish: boolean; readonly root?: string },
): Promise<ExperimentRecord> {
  const recorded = wholeRecord(experiment, root);
  const trained = experiment.runs.map((config, k): TrainedRun => {
    const run = recorded.runs[k] as RunRecord;
    return { checkpoint: readParameters(experiment, config, run, root), history: run.rows, host };
  });
  const record = await measureAll(experiment, trained);
  if (publish) writeAtomic(recordPath(root, experiment), stringifyRecord(record));
  return record;
}

async function measure(
  experiment: Experiment,
  trained: readonly TrainedRun[],
  shipped: (checkpoint: Checkpoint) => Checkpoint,
): Promise<ExperimentRecord> {
  const runs: RunRecord[] = [];
  const measured: MeasuredRun[] = [];
  const shippedRuns: TrainedRun[] = [];
  for (const run of trained) {
    const { checkpoint: unrounded } = run;
    const checkpoint = shipped(unrounded);
    shippedRuns.push({ ...run, checkpoint });
    const { config } = checkpoint;
    const rows = parseRows(stringifyRows(await experiment.measure({ ...run, checkpoint }))); // as the file will contain them
    measured.push({ config, rows });
    runs.push({
      label: runLabel(config),
      settings: difference(config, defaults),
      trainedSha256: unrounded.trainedSha256 ?? parametersSha256(unrounded.state.parameters),
      parametersSha256: parametersSha256(checkpoint.state.parameters),
      published: experiment.publishes?.(config) ?? true,
      rows,
    });
  }
  const onControls = await judgeOnControls(experiment, shippedRuns);
  const claims = judgeClaims(experiment, measured, onControls).map(({ expected: _, ...claim }) => claim);
  const { name, title, figure, question, scale } = experiment;
  const about = { title, figure, question, scale };
  return { experiment: name, about, runs, rows: averageSeeds(measured), claims };
}

/** The claims of an experiment, judged on its record; not one is measured if there is none. */
export const judgeRecord = (experiment: Experiment, record: ExperimentRecord | undefined): ClaimResult[] =>
  judgeClaims(
    experiment,
    record ? rowsOfRecord(experiment, record) : experiment.runs.map(() => undefined),
    record && controlsOfRecord(record),
  );

/** What came of a record's claims on controls, by claim, if that was measured. */
const controlsOfRecord = ({ claims }: ExperimentRecord): ReadonlyMap<string, ControlResults> =>
  new Map(claims.flatMap(({ id, controls }) => (controls ? [[id, controls] as const] : [])));

/** A record's runs as claims judge them. */
export const rowsOfRecord = (experiment: Experiment, record: ExperimentRecord): MeasuredRun[] =>
  experiment.runs.map((config, k) => ({ config, rows: (record.runs[k] as RunRecord).rows }));
