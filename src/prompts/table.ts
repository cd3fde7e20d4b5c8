import { randomAt } from "../numerics/random.ts";
import type { PromptBatch } from "./prompt.ts";
import type { ReadTable } from "./tables/readTable.ts";
import { count, listNames, quoted, shortName } from "./tables/sentence.ts";

/** Rows of a table with a number in every requested column. */
export interface NumericTable {
  readonly features: readonly string[];
  readonly target: string;
  readonly x: readonly (readonly number[])[]; // [rows][features]
  readonly y: readonly number[]; // [rows]
  readonly dropped: number; // rows left out because a value was missing
}

/**
 * The numbers of a table in the requested columns. Without `features` these are all columns of numbers except the target
 * and those that the report leaves out. Rows with a missing value are left out and counted. Throws one sentence if a column is
 * missing or contains text, if nothing is left, or if the target is constant.
 */
export function selectColumns(table: ReadTable, target: string, features?: readonly string[]): NumericTable {
  const names = features ?? table.columns.filter(({ use, name }) => use && name !== target).map(({ name }) => name);
  const y = numbersOf(table, target);
  const x = names.map((name) => numbersOf(table, name));
  if (names.length === 0)
    throw new Error(`invalid table: expected a column of numbers other than ${shortName(target)}, found none`);
  const double = names.find((name, k) => names.indexOf(name) < k);
  if (double !== undefined) throw new Error(`duplicate feature ${shortName(double)}: expected each feature once`);
  if (names.includes(target)) throw new Error(`invalid features: ${shortName(target)} is the target`);
  const used = [...x, y];
  const complete = Array.from(y.keys()).filter((row) => used.every((values) => !Number.isNaN(values[row])));
  const targets = complete.map((row) => y[row] as number);
  if (targets.length > 1 && targets.every((value) => value === targets[0]))
    throw new Error(
      `invalid column ${shortName(target)}: expected numbers that differ, got ${targets[0]} in every row`,
    );
  return {
    features: names,
    target,
    x: complete.map((row) => x.map((values) => values[row] as number)),
    y: targets,
    dropped: table.rows - complete.length,
  };
}

/** The values of a column. Throws one sentence if there is no such column, or it contains no numbers. */
function numbersOf({ columns, report }: ReadTable, name: string): Float64Array {
  const column = columns.find((each) => each.name === name);
  if (!column) {
    const names = listNames(columns.map((each) => (each.name.includes(",") ? JSON.stringify(each.name) : each.name)));
    throw new Error(`unknown column ${shortName(name)}: expected one of ${names}`);
  }
  if (column.values) return column.values;
  const { cell, row, line, reason } = report.leftOut.find((each) => each.column === name) ?? {};
  const got = cell === undefined ? reason : `${quoted(cell)} in row ${count(row ?? 0)} (line ${count(line ?? 0)})`;
  throw new Error(`invalid column ${shortName(name)}: expected numbers, got ${got}`);
}

/** How prompts are made from the rows of a table. */
export interface TablePrompts {
  readonly dim: number; // D of the learner; features beyond those of the table are zero
  readonly exemplars: number; // N at most
  readonly scale: number; // standard deviation of y in prompts: that of the training prompts of the learner
  readonly seed: number;
}

/** Prompts from a table, and how its rows were used. */
export interface TableBatch {
  readonly batch: PromptBatch; // queryX, queryY at every position: no query is ever an exemplar
  readonly exemplarRows: number; // number of rows for exemplars; the others are for queries
  readonly queryRows: number;
  readonly standards: readonly Standard[]; // of the features, then of the target
}

/** Mean and deviation used to standardise a column. */
export interface Standard {
  readonly mean: number;
  readonly deviation: number; // 1 if all values are the same
}

const QUERY_SHARE = 1 / 3; // of the rows

/**
 * Prompts from a table: rows are split once at random, exemplars come from one part and queries from the other. The mean
 * and scale of every column come only from the exemplars' part. Throws one sentence if the table is too small or too wide.
 */
export function sampleTable(table: NumericTable, options: TablePrompts, prompts: number): TableBatch {
  const { dim, seed } = options;
  assertNotTooWide(table, dim);
  const rows = table.y.length;
  const queryRows = Math.ceil(rows * QUERY_SHARE);
  const exemplarRows = rows - queryRows;
  if (exemplarRows < 2) throw new Error(`invalid table: expected at least 4 rows without missing values, got ${rows}`);
  const order = shuffled(rows, randomAt(seed, "table", 0));
  const pool = order.slice(0, exemplarRows);
  const queryPool = order.slice(exemplarRows);
  const scalings = scalingsOf(table, pool);

  const N = Math.min(options.exemplars, exemplarRows);
  const positions = N + 1;
  const x = new Float32Array(prompts * positions * dim);
  const y = new Float32Array(prompts * positions);
  const queryX = new Float32Array(x.length);
  const queryY = new Float32Array(y.length);
  const write = writer(table, scalings, options);
  for (let b = 0; b < prompts; b++) {
    const random = randomAt(seed, "table", 1 + b);
    const exemplarOrder = shuffled(exemplarRows, random);
    for (let i = 0; i < positions; i++) {
      const query = queryPool[random.integer(queryRows)] as number;
      write(query, b * positions + i, queryX, queryY);
      write(i < N ? (pool[exemplarOrder[i] as number] as number) : query, b * positions + i, x, y);
    }
  }
  return {
    batch: { prompts, exemplars: N, dim, x, y, queryX, queryY },
    exemplarRows,
    queryRows,
    standards: standardsOf(scalings),
  };
}

/** Exemplars from a table: at most N of its rows, drawn at random. */
export interface DrawnRows {
  readonly x: Float32Array; // [n, D], standardised
  readonly y: Float32Array; // [n], standardised, times the scale
  readonly standards: readonly Standard[]; // of the features, then of the target
}

/** Rows of a table as exemplars, standardised by the drawn rows. Throws one sentence if the table is too small or too wide. */
export function drawRows(table: NumericTable, options: TablePrompts): DrawnRows {
  assertNotTooWide(table, options.dim);
  const rows = table.y.length;
  if (rows < 2) throw new Error(`invalid table: expected at least 2 rows without missing values, got ${rows}`);
  const order = shuffled(rows, randomAt(options.seed, "table", 0));
  const scalings = scalingsOf(table, order);
  const n = Math.min(options.exemplars, rows);
  const [x, y] = [new Float32Array(n * options.dim), new Float32Array(n)];
  const write = writer(table, scalings, options);
  for (let i = 0; i < n; i++) write(order[i] as number, i, x, y);
  return { x, y, standards: standardsOf(scalings) };
}

function assertNotTooWide({ features }: NumericTable, dim: number): void {
  if (features.length <= dim) return;
  throw new Error(
    `invalid features: the transformer reads at most ${dim}, got ${count(features.length)} (${listNames(features)})`,
  );
}

/** How a column is standardised: (value / unit − mean) / deviation. */
interface Scaling extends Standard {
  readonly unit: number; // 1 except for numbers whose squares overflow a float64
}

/** The scaling of the features and the target: mean and deviation over these rows. */
function scalingsOf(table: NumericTable, rows: readonly number[]): Scaling[] {
  const target = rows.map((row) => table.y[row] as number);
  if (target.every((value) => value === target[0])) {
    const got = `${target[0]} in all ${count(rows.length)} of them`;
    throw new Error(
      `invalid column ${shortName(table.target)}: expected numbers that differ in the rows that exemplars are drawn from, got ${got}`,
    );
  }
  return [...table.features.map((_, k) => scaling(rows.map((row) => at2(table.x, row, k)))), scaling(target)];
}

const standardsOf = (scalings: readonly Scaling[]): Standard[] =>
  scalings.map(({ unit, mean, deviation }) => ({ mean: mean * unit, deviation: deviation * unit }));

/** Writes a row of the table, standardised, to a position of prompts. Throws one sentence if a number is too far from the mean. */
function writer(table: NumericTable, scalings: readonly Scaling[], { dim, scale }: TablePrompts) {
  const columns = scalings.slice(0, -1);
  const target = scalings.at(-1) as Scaling;
  columns.forEach((each, k) => {
    assertNoOutliers(
      table.features[k] as string,
      table.x.map((row) => row[k] as number),
      each,
    );
  });
  assertNoOutliers(table.target, table.y, target);
  return (row: number, position: number, toX: Float32Array, toY: Float32Array) => {
    columns.forEach(({ unit, mean, deviation }, k) => {
      toX[position * dim + k] = (at2(table.x, row, k) / unit - mean) / deviation;
    });
    toY[position] = (scale * ((table.y[row] as number) / target.unit - target.mean)) / target.deviation;
  };
}

const MAX_DEVIATIONS = 1e6; // up to this, the results of learners fit in float32

function assertNoOutliers(name: string, values: readonly number[], { unit, mean, deviation }: Scaling): void {
  const found = values.find((value) => Math.abs(value / unit - mean) > MAX_DEVIATIONS * deviation);
  if (found === undefined) return;
  throw new Error(
    `invalid column ${shortName(name)}: expected numbers within a million standard deviations of the mean, got ${found}`,
  );
}

const at2 = (values: readonly (readonly number[])[], row: number, k: number): number => values[row]?.[k] as number;

function scaling(values: readonly number[]): Scaling {
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const unit = largest === 0 || (largest > 1e-150 && largest < 1e150) ? 1 : 2 ** Math.floor(Math.log2(largest));
  const [first = 0] = values;
  if (values.every((value) => value === first)) return { unit, mean: first / unit, deviation: 1 }; // the column becomes zero
  const mean = values.reduce((sum, value) => sum + value / unit, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value / unit - mean) ** 2, 0) / values.length;
  return { unit, mean, deviation: Math.sqrt(variance) || 1 };
}

function shuffled(n: number, random: { integer(n: number): number }): number[] {
  const order = Array.from({ length: n }, (_, k) => k);
  for (let k = n - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    [order[k], order[other]] = [order[other] as number, order[k] as number];
  }
  return order;
}
