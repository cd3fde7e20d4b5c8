import { parseCsv } from "../prompts/csv.ts";
import { drawRows, numericColumns, readTable, type Standard } from "../prompts/table.ts";

/** A visitor's table, and which of its rows and columns a prompt is to be made of. */
export interface TableQuestion {
  readonly text: string; // values with a header, as parseCsv reads them
  readonly dim: number; // D, the features wanted
  readonly exemplars: number; // at most
  readonly scale: number; // standard deviation of y as shown
  readonly seed: number; // other rows with another
  readonly target?: string; // default: the last column of numbers
  readonly features?: readonly string[]; // default: the first columns of numbers besides
}

/** A prompt of a table's rows, and what was done to them. */
export interface TableInHand {
  readonly columns: readonly string[]; // those of numbers
  readonly target: string;
  readonly features: readonly string[]; // D of them
  readonly x: Float32Array; // [n, D], standardised
  readonly y: Float32Array; // [n], standardised, times the scale
  readonly rows: number; // without missing values
  readonly dropped: number; // with some
  readonly standards: readonly Standard[]; // of the features, then of the target
  readonly scale: number; // what a standardised y was multiplied by
}

const MOST_ROWS = 50_000;

/** One prompt of a table's rows, drawn at random. Throws one sentence where the table is too large, broken, or has too few numbers. */
export function tableInHand(question: TableQuestion): TableInHand {
  const { text, dim, exemplars, scale, seed } = question;
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
  if (lines > MOST_ROWS + 1) {
    const got = lines.toLocaleString("en");
    throw new Error(`invalid table: wanted at most ${MOST_ROWS.toLocaleString("en")} rows, got some ${got}`);
  }
  const table = parseCsv(text);
  const columns = numericColumns(table);
  const target = question.target ?? columns.at(-1);
  const features = question.features ?? columns.filter((name) => name !== target).slice(0, dim);
  if (target === undefined || features.length < dim) {
    const found = columns.length === 0 ? "none" : `${columns.length} (${columns.join(", ").slice(0, 120)})`;
    throw new Error(`invalid table: wanted at least ${dim + 1} columns of numbers, found ${found}`);
  }
  const numbers = readTable(table.header, table.rows, target, features);
  return {
    columns,
    target,
    features,
    ...drawRows(numbers, { dim, exemplars, scale, seed }),
    scale,
    rows: numbers.y.length,
    dropped: numbers.dropped,
  };
}
