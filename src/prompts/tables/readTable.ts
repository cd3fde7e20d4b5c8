import { type ColumnReading, chooseMarks, type MarkDecision, readColumn, type TableColumn } from "./columns.ts";
import { decodeTable } from "./decode.ts";
import { type ColumnNames, decideHeader, type HeaderDecision, nameColumns } from "./header.ts";
import { missingTest } from "./missing.ts";
import { notTableTextKind } from "./notTable.ts";
import type { TableOptions } from "./options.ts";
import { type ReadingFacts, reportOf, type TableReport } from "./report.ts";
import { type SplitText, splitText } from "./split.ts";
import { splitLine } from "./splitBy.ts";

/** A table read from a file or a text. */
export interface ReadTable {
  readonly rows: number; // without the header
  readonly columns: readonly TableColumn[]; // all, in their order
  readonly preview: readonly (readonly string[])[]; // the first rows, as texts, in every column
  readonly report: TableReport;
}

const PREVIEW_ROWS = 6;
const COUNTING = /^(unnamed: ?\d+|\.\.\.1|_?id|index|row[ _.]?(names?|num|no|nr|number|id)?|#|no\.?|nr\.?|obs)$/i;

/**
 * Reads a table: its encoding, delimiter, header, missing cells and numbers by the given options, otherwise by evidence from the
 * complete table. The report contains all decisions and what is left out. Throws one sentence if it is not a table.
 */
export function readTable(source: Uint8Array | string, options: TableOptions = {}): ReadTable {
  const decoded = typeof source === "string" ? undefined : decodeTable(source, options.encoding);
  const text = decoded?.text ?? (source as string);
  const kind = notTableTextKind(text);
  if (kind) throw new Error(`invalid table: expected rows of cells, got ${kind}`);
  const split = splitText(text, options.delimiter);
  const isMissing = missingTest(options.missing);
  const { decision, header, rows } = splitHeader(split, options.header, isMissing);
  const names = nameColumns(header, split.rows[0]?.length ?? 0);
  const readings = names.names.map((_, k) => readColumn(rows, k, isMissing, options));
  const marks = chooseMarks(readings, split.delimiter);
  const columns = readings.map((reading, k) => columnOf(reading, marks[k], names, k, rows));
  const facts: ReadingFacts = { decoded, split, decision, names, readings, marks, columns, rows: rows.length, options };
  return { rows: rows.length, columns, preview: rows.slice(0, PREVIEW_ROWS), report: reportOf(facts) };
}

interface WithHeader {
  readonly decision: HeaderDecision & { readonly fromComment?: boolean };
  readonly header: readonly string[] | undefined;
  readonly rows: readonly (readonly string[])[];
}

/** The names and the rows: by the option, otherwise by evidence; a comment right before rows of numbers may contain the names. */
function splitHeader(
  split: SplitText,
  headerOption: boolean | undefined,
  isMissing: (cell: string) => boolean,
): WithHeader {
  const [first = []] = split.rows;
  const decision =
    headerOption !== undefined
      ? { header: headerOption, doubt: undefined }
      : split.shortHeader
        ? { header: true, doubt: undefined }
        : decideHeader(split.rows, isMissing);
  if (decision.header) return { decision, header: first, rows: split.rows.slice(1) };
  const names = headerOption === undefined ? namesInComment(split, first.length) : undefined;
  if (names)
    return { decision: { header: true, doubt: undefined, fromComment: true }, header: names, rows: split.rows };
  return { decision, header: undefined, rows: split.rows };
}

/** The names in a comment, as numpy.savetxt writes them: as many as there are columns, none of them a number. */
function namesInComment({ lastComment, delimiter }: SplitText, width: number): readonly string[] | undefined {
  if (lastComment === undefined || lastComment.trim() === "") return undefined;
  const [first = "", ...others] = splitLine(lastComment, delimiter);
  const cells = [first === "" ? "#" : first, ...others]; // "#,a,b" has the name #
  const names = cells.every((cell) => cell !== "" && Number.isNaN(Number(cell)));
  return names && cells.length === width ? cells : undefined;
}

function columnOf(
  reading: ColumnReading,
  decision: MarkDecision | undefined,
  { names, unnamed }: ColumnNames,
  k: number,
  rows: readonly (readonly string[])[],
): TableColumn {
  const name = names[k] as string;
  const { missing } = reading;
  const values = decision && reading.values[decision.mark];
  if (!values) return { name, missing, use: false, leftOut: "text" };
  if (missing === rows.length) return { name, missing, use: false, leftOut: "no values" };
  const leftOut = reasonAgainst(values, name, unnamed.includes(k), k);
  return leftOut === undefined ? { name, values, missing, use: true } : { name, values, missing, use: false, leftOut };
}

/** Why a column of numbers is not a feature by default. */
function reasonAgainst(values: Float64Array, name: string, isUnnamed: boolean, k: number): string | undefined {
  if (isUnnamed && k === 0) return "an index without a name";
  if (COUNTING.test(name) && countsRows(values)) return "it counts the rows";
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length > 1 && present.every((value) => value === present[0])) return `${present[0]} in every row`;
  return undefined;
}

const countsRows = (values: Float64Array): boolean =>
  values.length > 1 &&
  (values[0] === 0 || values[0] === 1) &&
  values.every((value, k) => value === (values[0] as number) + k);
