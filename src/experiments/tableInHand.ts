import { drawRows, type Standard, selectColumns } from "../prompts/table.ts";
import type { TableOptions } from "../prompts/tables/options.ts";
import { type ReadTable, readTable } from "../prompts/tables/readTable.ts";
import type { LeftOut } from "../prompts/tables/report.ts";
import { listNames } from "../prompts/tables/sentence.ts";

/** A visitor's table, and which of its rows and columns a prompt is to be made of. */
export interface TableQuestion {
  readonly source: Uint8Array | string; // a file, or a text that was pasted
  readonly options: TableOptions; // how it is to be read
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

/** How a table was read, as much of it as a page shows. */
export interface TableReading {
  readonly sentences: readonly string[];
  readonly columns: readonly PreviewColumn[]; // the first ones
  readonly preview: readonly (readonly string[])[]; // the first rows, as texts, of those columns
  readonly moreColumns: number; // that are not shown
  readonly leftOut: readonly LeftOut[]; // the first ones
}

/** A column of the preview. */
export interface PreviewColumn {
  readonly name: string;
  readonly numbers: boolean;
  readonly use: boolean; // whether it may be a feature without being chosen
}

const MAX_COLUMNS = 30;

/** A table read by a question's options. Throws one sentence if it is no table. */
export const readQuestion = ({ source, options }: Pick<TableQuestion, "source" | "options">): ReadTable =>
  readTable(source, options);

/** What a page shows of a table. */
export function readingOf({ report, columns, preview }: ReadTable): TableReading {
  return {
    sentences: report.sentences,
    columns: columns
      .slice(0, MAX_COLUMNS)
      .map(({ name, values, use }) => ({ name, numbers: values !== undefined, use })),
    preview: preview.map((row) => row.slice(0, MAX_COLUMNS).map((cell) => cell.slice(0, 60))),
    moreColumns: Math.max(0, columns.length - MAX_COLUMNS),
    leftOut: report.leftOut.slice(0, MAX_COLUMNS),
  };
}

/** One prompt of a table's rows, drawn at random. Throws one sentence if the table has too few columns or rows of numbers. */
export function tableInHand(question: TableQuestion, table: ReadTable = readQuestion(question)): TableInHand {
  const { dim, exemplars, scale, seed } = question;
  const usable = table.columns.filter(({ use }) => use).map(({ name }) => name);
  const columns = table.columns.filter(({ values }) => values).map(({ name }) => name);
  const target = question.target ?? usable.at(-1);
  const features = question.features ?? usable.filter((name) => name !== target).slice(0, dim);
  if (target === undefined || features.length < dim) {
    const found = usable.length === 0 ? "none" : `${usable.length} (${listNames(usable)})`;
    throw new Error(`invalid table: expected at least ${dim + 1} columns of numbers, found ${found}`);
  }
  const numbers = selectColumns(table, target, features);
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
