import Papa from "papaparse";
import { missingTest } from "./missing.ts";
import { numberParser } from "./numbers.ts";
import type { Delimiter } from "./options.ts";

/** A text split by one delimiter, with numbers that show how much it is like a table. */
export interface Candidate {
  readonly delimiter: Delimiter;
  readonly records: readonly (readonly string[])[];
  readonly rowIndices: readonly number[]; // indices of the records that are rows
  readonly comments: number;
  readonly empty: number;
  readonly cells: number; // number of cells of most rows
  readonly filled: number; // columns that are not empty, at the beginning
  readonly header: number; // cells of the first row
  readonly odd: number; // of `rowIndices`, the first one with other than `cells` cells; −1 if there is none
  readonly alike: number; // share of rows with `cells` cells
  readonly numbers: number; // share of cells that are numbers
  readonly openQuote: number | undefined; // record
}

/** Splits a text by one delimiter, and counts. If the text is cut, its last row is left out. */
export function splitBy(text: string, delimiter: Delimiter, isCut = false): Candidate {
  const plain = parse(text, delimiter, isCut);
  if (isEven(plain) && plain.openQuote === undefined && !hasQuotes(plain)) return plain;
  const spaced = new RegExp(`(^|\\n|${delimiter === "|" ? "\\|" : delimiter}) +"`, "g"); // a, "b, c"
  if (delimiter === " " || !spaced.test(text)) return plain;
  const tight = parse(text.replace(spaced, '$1"'), delimiter, isCut);
  return isEven(tight) && tight.openQuote === undefined ? tight : plain;
}

/** Whether a cell still has quotes, because there are blanks before them. */
const hasQuotes = ({ records }: Candidate): boolean =>
  records.some((record) => record.some((cell) => /^".*"$/s.test(cell)));

function parse(text: string, delimiter: Delimiter, isCut: boolean): Candidate {
  const blanks = delimiter === " ";
  const { data, errors } = Papa.parse<string[]>(blanks ? withTabs(text) : text, {
    delimiter: blanks ? "\t" : delimiter,
    newline: "\n",
    quoteChar: '"',
  });
  const open = errors.find(({ code }) => code === "MissingQuotes");
  const records = data.map((record) => record.map((cell) => cell.trim()));
  if (isCut) records.pop();
  const full = records.flatMap((record, k) => (record.some((cell) => cell !== "") ? [k] : []));
  const lengths = (rows: readonly number[]) => rows.map((k) => (records[k] as string[]).length);
  const max = mode(lengths(full.length > 1 ? full.slice(1) : full));
  const rowIndices = full.filter((k) => !isComment(records[k] as string[], max));
  const counts = lengths(rowIndices);
  const [header = 0, ...rest] = counts;
  const cells = mode(rest.length > 0 ? rest : counts);
  const sample = rowIndices.slice(1, 1001).map((k) => records[k] as string[]);
  const odd = counts.findIndex((each, row) => row > 0 && each !== cells);
  return {
    delimiter,
    records,
    rowIndices,
    comments: full.length - rowIndices.length,
    empty: records.filter((record) => record.length > 1 && record.every((cell) => cell === "")).length,
    cells,
    header,
    odd,
    alike: counts.filter((each) => each === cells).length / counts.length,
    numbers: shareOfNumbers(sample),
    filled:
      sample.length === 0
        ? cells
        : new Set(sample.flatMap((row) => row.flatMap((cell, k) => (cell === "" ? [] : [k])))).size,
    openQuote: open && !isCut ? (open.row ?? 0) : undefined,
  };
}

/** The cells of one line, trimmed. */
export function splitLine(line: string, delimiter: Delimiter | undefined): readonly string[] {
  if (delimiter === undefined) return [line.trim()];
  const { records } = parse(line, delimiter, false);
  return records[0] ?? [];
}

/** Runs of blanks outside quotes as tabs. */
const withTabs = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trim().replace(/("(?:[^"]|"")*")|[^\S\n]+/g, (_, cell?: string) => cell ?? "\t"))
    .join("\n");

const isComment = (record: readonly string[], cells: number): boolean =>
  record.length !== cells && (record[0] as string).startsWith("#");

/** Whether all rows have the same number of cells, except for a header that is one cell short, or trailing delimiters. */
export function isEven(split: Candidate): boolean {
  const { odd, header, cells } = split;
  return odd < 0 && (header === cells || isShortHeader(header, cells) || trailing(split) !== undefined);
}

/** Whether the header is one cell short, as with a column of row names. */
export const isShortHeader = (header: number, cells: number) => header === cells - 1 && header > 1;

/** How many cells at the end of every row are empty and have no name, so that the rest fits the header. */
export function trailing({ header, cells, rowIndices, records }: Candidate): number | undefined {
  if (cells <= header || header < 2) return undefined;
  const isEmpty = (k: number) => (records[k] as string[]).slice(header).every((cell) => cell === "");
  return rowIndices.slice(1).every(isEmpty) ? cells - header : undefined;
}

const isMissing = missingTest();
const [withPoint, withComma] = [numberParser("."), numberParser(",")];

function shareOfNumbers(rows: readonly (readonly string[])[]): number {
  const cells = rows.flat().filter((cell) => !isMissing(cell));
  const numbers = cells.filter((cell) => !Number.isNaN(withPoint(cell)) || !Number.isNaN(withComma(cell)));
  return cells.length === 0 ? 0 : numbers.length / cells.length;
}

function mode(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = values[0] ?? 0;
  for (const [value, times] of counts) if (times > (counts.get(best) as number)) best = value;
  return best;
}
