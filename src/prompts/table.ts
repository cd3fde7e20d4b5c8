import { randomAt } from "../numerics/random.ts";
import type { CsvTable } from "./csv.ts";
import type { PromptBatch } from "./prompt.ts";

/** Rows of a table with a number in every column asked for. */
export interface NumericTable {
  readonly features: readonly string[];
  readonly target: string;
  readonly x: readonly (readonly number[])[]; // [rows][features]
  readonly y: readonly number[]; // [rows]
  readonly dropped: number; // rows left out because a value was missing
}

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "?"]);

const isMissing = (row: readonly string[], k: number) => MISSING.has((row[k] ?? "").trim().toLowerCase());
const isNumber = (row: readonly string[], k: number) => Number.isFinite(Number((row[k] ?? "").trim()));

/** Names of the columns that hold numbers, and nothing else but missing values. */
export const numericColumns = ({ header, rows }: CsvTable): string[] =>
  header.filter(
    (_, k) => rows.some((row) => !isMissing(row, k)) && rows.every((row) => isMissing(row, k) || isNumber(row, k)),
  );

/**
 * The numbers of a table given as texts. Without `features`, every column but the target that holds numbers only is one.
 * Rows with a missing value are left out and counted. Throws one sentence where a column is not there or holds text.
 */
export function readTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  target: string,
  features?: readonly string[],
): NumericTable {
  const column = (name: string): number => {
    const index = header.indexOf(name);
    if (index < 0) throw new Error(`unknown column ${name}: wanted one of ${header.join(", ")}`);
    return index;
  };

  const targetIndex = column(target);
  const names = features ?? numericColumns({ header, rows }).filter((name) => name !== target);
  if (names.length === 0) throw new Error(`invalid table: wanted a column of numbers besides ${target}, found none`);
  if (new Set(names).size < names.length)
    throw new Error(`duplicate feature: wanted each once, got ${names.join(", ")}`);
  if (names.includes(target)) throw new Error(`invalid features: ${target} is the target`);
  const used = [...names.map(column), targetIndex];
  for (const k of used) {
    const line = rows.findIndex((row) => !isMissing(row, k) && !isNumber(row, k));
    if (line >= 0) {
      throw new Error(
        `invalid column ${header[k]}: wanted numbers, got "${(rows[line] as readonly string[])[k]}" in row ${line + 1}`,
      );
    }
  }
  const complete = rows.filter((row) => used.every((k) => !isMissing(row, k)));
  const values = complete.map((row) => used.map((k) => Number(row[k])));
  const [first] = values;
  if (first && values.length > 1 && values.every((row) => row.at(-1) === first.at(-1))) {
    throw new Error(`invalid column ${target}: wanted numbers that differ, got ${first.at(-1)} in every row`);
  }
  return {
    features: names,
    target,
    x: values.map((row) => row.slice(0, -1)),
    y: values.map((row) => row.at(-1) as number),
    dropped: rows.length - complete.length,
  };
}

/** How prompts are made of a table's rows. */
export interface TablePrompts {
  readonly dim: number; // D of the learner asked; features beyond the table's are zero
  readonly exemplars: number; // N at most
  readonly scale: number; // standard deviation of y as shown: that of the prompts the learner was trained on
  readonly seed: number;
}

/** What was made of a table. */
export interface TableBatch {
  readonly batch: PromptBatch; // queryX, queryY at every position: no query is ever an exemplar
  readonly exemplarRows: number; // rows that exemplars are drawn from; the rest are asked about
  readonly queryRows: number;
  readonly standards: readonly Standard[]; // of the features, then of the target
}

/** What a column was standardised by. */
export interface Standard {
  readonly mean: number;
  readonly deviation: number; // 1 where all values are the same
}

const QUERY_SHARE = 1 / 3; // of the rows

/**
 * Prompts of a table: rows are split once at random, exemplars come from one part and queries from the other; mean and
 * scale of every column from the exemplars' part alone. Throws one sentence where the table is too small or too wide.
 */
export function sampleTable(table: NumericTable, options: TablePrompts, prompts: number): TableBatch {
  const { dim, seed } = options;
  refuseTooWide(table, dim);
  const rows = table.y.length;
  const queryRows = Math.ceil(rows * QUERY_SHARE);
  const exemplarRows = rows - queryRows;
  if (exemplarRows < 2) throw new Error(`invalid table: wanted at least 4 rows without missing values, got ${rows}`);
  const order = shuffled(rows, randomAt(seed, "table", 0));
  const pool = order.slice(0, exemplarRows);
  const asked = order.slice(exemplarRows);
  const standards = standardsOf(table, pool);

  const N = Math.min(options.exemplars, exemplarRows);
  const positions = N + 1;
  const x = new Float32Array(prompts * positions * dim);
  const y = new Float32Array(prompts * positions);
  const queryX = new Float32Array(x.length);
  const queryY = new Float32Array(y.length);
  const write = writer(table, standards, options);
  for (let b = 0; b < prompts; b++) {
    const random = randomAt(seed, "table", 1 + b);
    const shown = shuffled(exemplarRows, random);
    for (let i = 0; i < positions; i++) {
      const query = asked[random.integer(queryRows)] as number;
      write(query, b * positions + i, queryX, queryY);
      write(i < N ? (pool[shown[i] as number] as number) : query, b * positions + i, x, y);
    }
  }
  return {
    batch: { prompts, exemplars: N, dim, x, y, queryX, queryY },
    exemplarRows,
    queryRows,
    standards,
  };
}

/** Exemplars of a table: at most N of its rows, drawn at random. */
export interface DrawnRows {
  readonly x: Float32Array; // [n, D], standardised
  readonly y: Float32Array; // [n], standardised, times the scale
  readonly standards: readonly Standard[]; // of the features, then of the target
}

/** Rows of a table as exemplars, standardised by all of them. Throws one sentence where the table is too small or too wide. */
export function drawRows(table: NumericTable, options: TablePrompts): DrawnRows {
  refuseTooWide(table, options.dim);
  const rows = table.y.length;
  if (rows < 2) throw new Error(`invalid table: wanted at least 2 rows without missing values, got ${rows}`);
  const order = shuffled(rows, randomAt(options.seed, "table", 0));
  const standards = standardsOf(table, order);
  const n = Math.min(options.exemplars, rows);
  const [x, y] = [new Float32Array(n * options.dim), new Float32Array(n)];
  const write = writer(table, standards, options);
  for (let i = 0; i < n; i++) write(order[i] as number, i, x, y);
  return { x, y, standards };
}

function refuseTooWide({ features }: NumericTable, dim: number): void {
  if (features.length <= dim) return;
  throw new Error(
    `invalid features: the transformer reads at most ${dim}, got ${features.length} (${features.join(", ")})`,
  );
}

/** What the features and the target are standardised by: mean and deviation of these rows. */
const standardsOf = (table: NumericTable, rows: readonly number[]): Standard[] => [
  ...table.features.map((_, k) => standard(rows.map((row) => at2(table.x, row, k)))),
  standard(rows.map((row) => table.y[row] as number)),
];

/** Writes a row of the table, standardised, to a position of prompts. */
function writer(table: NumericTable, standards: readonly Standard[], { dim, scale }: TablePrompts) {
  const columns = standards.slice(0, -1);
  const target = standards.at(-1) as Standard;
  return (row: number, position: number, toX: Float32Array, toY: Float32Array) => {
    columns.forEach(({ mean, deviation }, k) => {
      toX[position * dim + k] = (at2(table.x, row, k) - mean) / deviation;
    });
    toY[position] = (scale * ((table.y[row] as number) - target.mean)) / target.deviation;
  };
}

const at2 = (values: readonly (readonly number[])[], row: number, k: number): number => values[row]?.[k] as number;

function standard(values: readonly number[]): Standard {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 }; // a constant column stays zero
}

function shuffled(n: number, random: { integer(n: number): number }): number[] {
  const order = Array.from({ length: n }, (_, k) => k);
  for (let k = n - 1; k > 0; k--) {
    const other = random.integer(k + 1);
    [order[k], order[other]] = [order[other] as number, order[k] as number];
  }
  return order;
}
