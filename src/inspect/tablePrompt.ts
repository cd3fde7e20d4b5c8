import { drawRows, type Standard, selectColumns } from "../prompts/table.ts";
import type { TableOptions } from "../prompts/tables/options.ts";
import { type ReadTable, readTable } from "../prompts/tables/readTable.ts";
import { reasonOf } from "../prompts/tables/report.ts";
import { listNames, shortName } from "../prompts/tables/sentence.ts";
import { errorMessage } from "../text/errorMessage.ts";

export type { TableOptions } from "../prompts/tables/options.ts";

/** A user's table, and the rows and columns for a prompt. */
export interface TableQuestion {
  readonly source: Uint8Array | string; // a file, or a text that was pasted
  readonly options: TableOptions; // how to read it
  readonly dim: number; // D, the number of features
  readonly exemplars: number; // at most
  readonly scale: number; // standard deviation of y as shown
  readonly seed: number; // another seed gives other rows
  readonly target?: string; // default: the last column of numbers
  readonly features?: readonly string[]; // default: the first other columns of numbers
}

/** A prompt from the rows of a table, and how they were scaled. */
export interface TablePrompt {
  readonly columns: readonly string[]; // those of numbers
  readonly target: string;
  readonly features: readonly string[]; // D of them
  readonly x: Float32Array; // [n, D], standardised
  readonly y: Float32Array; // [n], standardised, times the scale
  readonly rows: number; // number of rows without missing values
  readonly dropped: number; // number of rows with missing values
  readonly standards: readonly Standard[]; // of the features, then of the target
  readonly scale: number; // factor on a standardised y
}

/** How a table was read, as far as the page shows it. */
export interface TableReading {
  readonly sentences: readonly string[];
  readonly columns: readonly PreviewColumn[]; // the first ones
  readonly preview: readonly (readonly string[])[]; // the first rows of those columns, as texts
  readonly moreColumns: number; // number of columns not shown
  readonly found: FoundOptions;
}

/** The values found for unset options. */
export interface FoundOptions {
  readonly delimiter?: string; // the mark
  readonly decimal?: string; // the mark, or "mixed"
  readonly header: boolean;
  readonly encoding?: string;
}

/** A column of the preview. */
export interface PreviewColumn {
  readonly name: string;
  readonly notUsed?: string; // why it is not a default feature
}

const MAX_COLUMNS = 30;
const MAX_CELL = 60; // characters

/** The information about a table for the page. */
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

/** The answer of the worker: a prompt from the rows, or the reason why there is none; and how the table was read, if it was. */
export type TableAnswer =
  | { readonly reading: TableReading; readonly table: TablePrompt }
  | { readonly reading?: TableReading; readonly error: string };

/** Reads a table and makes a prompt from its rows. */
export function answerTable(question: TableQuestion): TableAnswer {
  let reading: TableReading | undefined;
  try {
    const read = readTable(question.source, question.options);
    reading = readingOf(read);
    return { reading, table: tablePrompt(question, read) };
  } catch (error) {
    return { ...(reading && { reading }), error: errorMessage(error) };
  }
}

/** One prompt from rows of a table, drawn at random. Throws one sentence if the table has too few columns or rows of numbers. */
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
