import { type Checkpoint, parametersSha256 } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import type { ComparisonSummary } from "../comparison/comparisonSummary.ts";
import type { Array32 } from "../comparison/npz.ts";
import type { Compared } from "../comparison/prepareComparison.ts";
import type { Row } from "../comparison/row.ts";
import { maxPrompts } from "../config/cost.ts";
import { type Config, ConfigError } from "../config/schema.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { checkInteger } from "../numerics/checks.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { type NumericTable, sampleTable, type TableBatch } from "../prompts/table.ts";
import { comparedWith, deviationsOf } from "../tasks/families.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import { compareShared } from "./compareShared.ts";

/** The answers of every learner to the same prompts, with rows and a summary. */
export interface Comparison {
  readonly rows: readonly Row[];
  readonly arrays: Readonly<Record<string, Array32>>; // x, y, … and each learner's answers under its id
  readonly result: ComparisonResult;
}

/** The result line of `compare`. */
export interface ComparisonResult extends ComparisonSummary {
  readonly prompts: number;
  readonly exemplars: number;
  readonly dim: number;
  readonly step?: number; // of the training; unknown if another program trained
  readonly backend: string;
  readonly parametersSha256: string;
  readonly table?: {
    readonly target: string;
    readonly features: readonly string[];
    readonly zeroFeatures: number; // dimensions of the transformer that the table does not fill
    readonly droppedRows: number;
    readonly exemplarRows: number;
    readonly queryRows: number;
  };
}

/** The prompts of a checkpoint's task that learners are compared on. Rejects with one sentence if they do not fit in memory. */
export async function comparedPrompts(
  config: Config,
  { prompts, seed }: { readonly prompts: number; readonly seed: number },
): Promise<PromptBatch> {
  assertPromptsFit(config, prompts);
  return samplePrompts(config.prompts, { seed, label: "compare", first: 0 }, prompts);
}

/**
 * Compares every learner on prompts of the checkpoint's task, from the stream `compare`; `more` are ids of algorithms in
 * addition to those of the task family. Rejects with one sentence if there is no such algorithm, or the prompts do not fit in memory.
 */
export async function compareOnPrompts(
  checkpoint: Checkpoint,
  choice: { readonly prompts: number; readonly seed: number },
  host: Host,
  more: readonly string[] = [],
): Promise<Comparison> {
  return compareOn(checkpoint, await comparedPrompts(checkpoint.config, choice), host, more);
}

/** Prompts from a table, at the scale of the training prompts of the checkpoint. Throws if the table does not fit. */
export function tablePrompts(config: Config, table: NumericTable, prompts: number, seed: number): TableBatch {
  assertPromptsFit(config, prompts);
  const { dim, exemplars } = config.prompts;
  const { tau, sigma } = deviationsOf(config.prompts);
  return sampleTable(table, { dim, exemplars, scale: Math.sqrt(dim * tau ** 2 + sigma ** 2), seed }, prompts);
}

/** Throws ConfigError if a comparison on so many prompts does not fit in memory. */
export function assertPromptsFit(config: Config, prompts: number): void {
  checkInteger("prompts", prompts, 1);
  const max = maxPrompts(config, prompts);
  if (max < prompts) throw new ConfigError(`invalid prompts: at most ${max} fit in memory, got ${prompts}`);
}

/** Compares every learner, including the transformer, on a table; `more` are ids of additional algorithms. */
export async function compareOnTable(
  checkpoint: Checkpoint,
  table: NumericTable,
  { batch, exemplarRows, queryRows }: TableBatch,
  host: Host,
  more: readonly string[] = [],
): Promise<Comparison> {
  const { rows, arrays, result } = await compareOn(checkpoint, batch, host, more);
  const { target, features, dropped } = table;
  const zeroFeatures = batch.dim - features.length;
  return {
    rows,
    arrays,
    result: { ...result, table: { target, features, zeroFeatures, droppedRows: dropped, exemplarRows, queryRows } },
  };
}

async function compareOn(
  checkpoint: Checkpoint,
  batch: PromptBatch,
  host: Host,
  more: readonly string[],
): Promise<Comparison> {
  const { config, state, trainedElsewhere } = checkpoint;
  const engine = await startEngine(host);
  const algorithms = [...new Set([...comparedWith(config.prompts), ...more])];
  const scope = { experiment: "compare", algorithms };
  const shared = { checkpoint, batch, scope, options: { full: true }, engine, host };
  const { comparison, compared } = await compareShared(shared);
  return {
    rows: [...comparison.algorithmRows, ...compared.rows],
    arrays: arraysOf(batch, comparison.answers, compared),
    result: {
      ...compared.summary,
      prompts: batch.prompts,
      exemplars: batch.exemplars,
      dim: batch.dim,
      ...(!trainedElsewhere && { step: state.step }),
      backend: engine.name,
      parametersSha256: parametersSha256(state.parameters),
    },
  };
}

function arraysOf(
  batch: PromptBatch,
  algorithms: ReadonlyMap<string, Float32Array>,
  compared: Compared,
): Record<string, Array32> {
  const { prompts, symbols, context: { instruction } = {} } = batch;
  const positions = [prompts, batch.exemplars + 1];
  const vectors = [...positions, batch.dim];
  const toQueries = compared.toQueries;
  return {
    x: { shape: vectors, data: batch.x },
    y: { shape: positions, data: batch.y },
    ...(batch.queryX && { query_x: { shape: vectors, data: batch.queryX } }),
    ...(batch.queryY && { query_y: { shape: positions, data: batch.queryY } }),
    ...(symbols && { symbols: { shape: [prompts, 2, symbols.length / prompts / 2], data: symbols } }),
    ...(instruction && { instruction: { shape: [prompts, instruction.length / prompts], data: instruction } }),
    ...(batch.task && { w: { shape: [prompts, batch.dim], data: batch.task.w } }),
    ...Object.fromEntries([...algorithms].map(([id, data]) => [id, { shape: positions, data }])),
    transformer: { shape: positions, data: compared.answers },
    ...(toQueries && {
      ilwd_x: { shape: [toQueries.prompts, toQueries.perPrompt, batch.dim], data: toQueries.queries },
      ilwd_transformer: { shape: [batch.exemplars, toQueries.prompts, toQueries.perPrompt], data: toQueries.answers },
    }),
  };
}
