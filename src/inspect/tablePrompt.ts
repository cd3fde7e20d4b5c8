import { drawRows, type Standard, selectColumns } from "../prompts/table.ts";
import type { TableOptions } from "../prompts/tables/options.ts";
import { type ReadTable, readTable } from "../prompts/tables/readTable.ts";
import { reasonOf } from "../prompts/tables/report.ts";
import { listNames, shortName } from "../prompts/tables/sentence.ts";
import { errorMessage } from "../text/errorMessage.ts";

export type { TableOptions } from "../prompts/tables/options.ts";

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
export interface TablePrompt {
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
  readonly found: FoundOptions;
}

/** What was found for options that are left open. */
export interface FoundOptions {
  readonly delimiter?: string; // the mark
  readonly decimal?: string; // the mark, or "mixed"
  readonly header: boolean;
  readonly encoding?: string;
}

/** A column of the preview. */
export interface PreviewColumn {
  readonly name: string;
  readonly notUsed?: string; // why it is no feature by itself
}

const MAX_COLUMNS = 30;
const MAX_CELL = 60; // characters

/** What a page shows of a table. */
export function readingOf({ report, columns, preview }: ReadTable): TableReading {
  const { delimiter, decimal, header, encoding } = report;
  return {
    sentences: report.sentences,
    columns: columns.slice(0, MAX_COLUMNS).map(({ name, use }): PreviewColumn => {
      const leftOut = use ? undefined : report.leftOut.find(({ column }) => column === name);
      return { name: shortName(name), ...(leftOut && { notUsed: reasonOf(leftOut) }) };
    }),
    preview: preview.map((row) => row.slice(0, MAX_COLUMNS).map((cell) => cell.slice(0, MAX_CELL))),
    moreColumns: Math.max(0, columns.length - MAX_COLUMNS),
    found: { ...(delimiter && { delimiter }), ...(decimal && { decimal }), header, ...(encoding && { encoding }) },
  };
}

/** What a worker answers: a prompt of the table's rows, or why there is none, and how the table was read if it could be. */
export type TableAnswer =
  | { readonly reading: TableReading; readonly table: TablePrompt }
  | { readonly reading?: TableReading; readonly refused: string };

/** Reads a table and makes a prompt of its rows. */
export function answerTable(question: TableQuestion): TableAnswer {
  let reading: TableReading | undefined;
  try {
    const read = readTable(question.source, question.options);
    reading = readingOf(read);
    return { reading, table: tablePrompt(question, read) };
  } catch (error) {
    return { ...(reading && { reading }), refused: errorMessage(error) };
  }
}

/** One prompt of a table's rows, drawn at random. Throws one sentence if the table has too few columns or rows of numbers. */
export function tablePrompt(
  question: TableQuestion,
  table = readTable(question.source, question.options),
): TablePrompt {
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
