import Papa from "papaparse";
import { missingTest } from "./missing.ts";
import { numberParser } from "./numbers.ts";
import { choiceWord, type Delimiter } from "./options.ts";

/** The cells of a text, trimmed, in rows of equal length. */
export interface SplitText {
  readonly delimiter: Delimiter | undefined; // none if there is one column
  readonly alsoSplitBy: Delimiter | undefined; // another one that splits all rows alike and leaves as many numbers
  readonly rows: readonly (readonly string[])[]; // the first one may be a header
  readonly shortHeader: boolean; // the header had one cell fewer than the rows: an empty one stands first
  readonly commentLines: number;
  readonly lastComment: string | undefined; // the line before the first row, without its mark
  readonly emptyRows: number; // rows of delimiters alone, left out
  readonly trailingDelimiters: boolean; // every row ended with one
  lineOf(row: number): number; // the line of the text that row `row` begins in, from 1
}

interface Candidate {
  readonly delimiter: Delimiter;
  readonly records: readonly (readonly string[])[];
  readonly kept: readonly number[]; // which of them are rows
  readonly comments: number;
  readonly empty: number;
  readonly cells: number; // of most rows
  readonly filled: number; // columns that are not empty, at the beginning
  readonly header: number; // cells of the first row
  readonly odd: number; // of `kept`, the first one with other than `cells` cells; −1 if there is none
  readonly alike: number; // share of rows with `cells` cells
  readonly numbers: number; // share of cells that are numbers
  readonly openQuote: number | undefined; // record
}

const DELIMITERS: readonly Delimiter[] = ["\t", ";", "|", ",", " "]; // of equally good ones the first
const COMMENT = /^\s*(#|%|\/\/)/;
const SAMPLE = 200_000; // characters
const DOS_END = "\x1a"; // how DOS ends a text

/**
 * Splits a text into rows: by the delimiter given, else by the one that splits all rows alike and leaves most numbers.
 * Leading lines that begin with #, % or // are comments; later ones if they begin with # and split otherwise. Throws one
 * sentence if there is nothing, a quote stays open, or a row has another number of cells.
 */
export function splitText(source: string, given?: Delimiter): SplitText {
  const whole = source.endsWith(DOS_END) ? source.slice(0, -1) : source;
  const text = whole.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const lead = leadingLines(text);
  const body = withoutBlankEnd(text.slice(lead.end));
  if (body.trim() === "") throw new Error("invalid table: expected rows of cells, got nothing");
  const delimiter = given ?? lead.delimiter;
  const choice = delimiter === undefined ? chooseSplit(body) : { best: split(body, delimiter), other: undefined };
  const { best } = choice;
  const found = best.cells > 1 ? best.delimiter : undefined;
  const lines = lineCounter(best.records, lead.lines);
  const lineOf = (row: number) => lines(best.kept[row] as number);
  if (best.openQuote !== undefined)
    throw new Error(
      `invalid table: expected every quote to be closed, got one in line ${lines(best.openQuote)} that is not`,
    );
  const table = evened(best, lineOf);
  return {
    delimiter: delimiter ?? found,
    alsoSplitBy: choice.other?.delimiter,
    ...table,
    commentLines: lead.comments + best.comments,
    lastComment: lead.lastComment,
    emptyRows: best.empty,
    lineOf,
  };
}

/** A text without the blank lines at its end. The last row may end in an empty cell, between tabs: it stays. */
function withoutBlankEnd(text: string): string {
  const length = text.trimEnd().length;
  const next = text.indexOf("\n", length);
  return next < 0 ? text : text.slice(0, next);
}

interface Lead {
  readonly end: number; // where the first row begins
  readonly lines: number; // before it
  readonly comments: number;
  readonly lastComment: string | undefined;
  readonly delimiter: Delimiter | undefined; // of a line "sep=;", as Excel reads it
}

/** The empty lines, the comments and the line "sep=;" before the first row. */
function leadingLines(text: string): Lead {
  let [end, lines, comments] = [0, 0, 0];
  let lastComment: string | undefined;
  let delimiter: Delimiter | undefined;
  while (end < text.length) {
    const next = text.indexOf("\n", end);
    const line = text.slice(end, next < 0 ? text.length : next);
    const separator = /^"?sep=(.)"?\s*$/i.exec(line)?.[1];
    const mark = COMMENT.exec(line);
    if (separator !== undefined && lines === 0) delimiter = DELIMITERS.find((each) => each === separator);
    else if (mark) {
      comments += 1;
      lastComment = line.slice(mark[0].length);
    } else if (line.trim() !== "") break;
    if (next < 0) return { end: text.length, lines, comments, lastComment, delimiter };
    end = next + 1;
    lines += 1;
  }
  return { end, lines, comments, lastComment, delimiter };
}

/** The split of a text that is most like a table, and another one that is just as good. */
function chooseSplit(text: string): { readonly best: Candidate; readonly other: Candidate | undefined } {
  const end = text.length > SAMPLE ? text.lastIndexOf("\n", SAMPLE) : -1;
  const sample = end > 0 ? text.slice(0, end) : text;
  const ranked = rank(DELIMITERS.map((delimiter) => split(sample, delimiter, end > 0)));
  if (end <= 0) return bestOf(ranked);
  const [first, ...others] = ranked as [Candidate, ...Candidate[]];
  const best = split(text, first.delimiter);
  if (isEven(best)) return { ...bestOf(ranked), best };
  const rest = others.filter(({ cells }) => cells > 1).map(({ delimiter }) => split(text, delimiter));
  return bestOf(rank([best, ...rest]));
}

function bestOf(ranked: readonly Candidate[]) {
  const [best, next] = ranked as [Candidate, Candidate | undefined];
  const equal =
    next &&
    next.cells > 1 &&
    !isSame(best, next) &&
    isEven(best) &&
    isEven(next) &&
    best.numbers > 0 &&
    Math.abs(best.numbers - next.numbers) < 1e-9;
  return { best, other: equal ? next : undefined };
}

/** Whether two candidates have the same cells, as tabs and blanks may. */
const isSame = (a: Candidate, b: Candidate): boolean =>
  a.cells === b.cells && a.records.slice(0, 100).every((record, k) => record.join("\n") === b.records[k]?.join("\n"));

/** Candidates, best first: all rows alike, then a header that is one cell short, then by the share of rows alike. */
function rank(candidates: readonly Candidate[]): Candidate[] {
  const order = (each: Candidate): readonly number[] => {
    if (each.cells < 2 || each.filled < 2 || each.openQuote !== undefined) return [0, 0];
    if (each.delimiter === " " && each.numbers === 0) return [0, 0]; // words of a text
    if (isEven(each)) return [each.header === each.cells ? 3 : 2, each.numbers];
    return [1, each.alike];
  };
  const keys = new Map(candidates.map((each) => [each, order(each)]));
  return [...candidates].sort((a, b) => {
    const [[a0 = 0, a1 = 0], [b0 = 0, b1 = 0]] = [keys.get(a) ?? [], keys.get(b) ?? []];
    return b0 - a0 || b1 - a1;
  });
}

/** Whether all rows have the same number of cells, but for a header that is one short or trailing delimiters. */
const isEven = ({ odd, header, cells, records, kept }: Candidate): boolean =>
  odd < 0 && (header === cells || isShortHeader(header, cells) || trailing(header, cells, kept, records) !== undefined);

const isShortHeader = (header: number, cells: number) => header === cells - 1 && header > 1;

/** Splits by one delimiter, and counts. */
function split(text: string, delimiter: Delimiter, isCut = false): Candidate {
  const plain = parse(text, delimiter, isCut);
  if (isEven(plain) && plain.openQuote === undefined && !hasQuotes(plain)) return plain;
  const spaced = new RegExp(`(^|\\n|${delimiter === "|" ? "\\|" : delimiter}) +"`, "g"); // a, "b, c"
  if (delimiter === " " || !spaced.test(text)) return plain;
  const tight = parse(text.replace(spaced, '$1"'), delimiter, isCut);
  return isEven(tight) && tight.openQuote === undefined ? tight : plain;
}

/** Whether a cell is in quotes still, as it is if blanks stand before them. */
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
  const kept = full.filter((k) => !isComment(records[k] as string[], max));
  const counts = lengths(kept);
  const [header = 0, ...rest] = counts;
  const cells = mode(rest.length > 0 ? rest : counts);
  const sample = kept.slice(1, 1001).map((k) => records[k] as string[]);
  const odd = counts.findIndex((each, row) => row > 0 && each !== cells);
  return {
    delimiter,
    records,
    kept,
    comments: full.length - kept.length,
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

/** How many cells at the end of every row are empty and have no name, so that the rest fits the header. */
function trailing(
  header: number,
  cells: number,
  kept: readonly number[],
  records: readonly (readonly string[])[],
): number | undefined {
  if (cells <= header || header < 2) return undefined;
  const isEmpty = (k: number) => (records[k] as string[]).slice(header).every((cell) => cell === "");
  return kept.slice(1).every(isEmpty) ? cells - header : undefined;
}

/** The rows of a split as a table whose rows are equally long. Throws one sentence that names the first row that is not. */
function evened(
  { records, kept, cells, header, odd, delimiter }: Candidate,
  lineOf: (row: number) => number,
): Pick<SplitText, "rows" | "shortHeader" | "trailingDelimiters"> {
  const rows = kept.map((k) => records[k] as string[]);
  const first = rows[0] as string[];
  const excess = odd < 0 ? trailing(header, cells, kept, records) : undefined;
  if (excess !== undefined)
    return { rows: rows.map((row) => row.slice(0, header)), shortHeader: false, trailingDelimiters: true };
  if (odd < 0 && header > cells && first.slice(cells).every((cell) => cell === ""))
    return { rows: [first.slice(0, cells), ...rows.slice(1)], shortHeader: false, trailingDelimiters: true };
  if (odd < 0 && isShortHeader(header, cells) && hasRowNames(rows.slice(1), delimiter))
    return { rows: [["", ...first], ...rows.slice(1)], shortHeader: true, trailingDelimiters: false };
  const other = rows.findIndex((row) => row.length !== header);
  if (other > 0) {
    const by = delimiter === " " ? "blanks" : `${choiceWord("delimiter", delimiter)}s`;
    throw new Error(
      `invalid table: expected the same number of cells in every row, got ${header} in line ${lineOf(0)} ` +
        `and ${(rows[other] as string[]).length} in row ${other} (line ${lineOf(other)}), separated by ${by}` +
        (odd < 0 && isShortHeader(header, cells) && delimiter === ","
          ? ": a number with a comma must be in quotes, and a column of row names needs a header"
          : ""),
    );
  }
  const isNameless = (k: number) => rows.every((row) => row[k] === "");
  let width = cells;
  while (width > 1 && isNameless(width - 1)) width -= 1;
  return {
    rows: width < cells ? rows.map((row) => row.slice(0, width)) : rows,
    shortHeader: false,
    trailingDelimiters: width < cells,
  };
}

/**
 * Whether the first cells of rows name them, as R writes them: all different, and texts or a count from 1. Rows that the
 * comma of a number may have split (…,1,200,… or …,12,5,…) have no names.
 */
function hasRowNames(rows: readonly (readonly string[])[], delimiter: Delimiter): boolean {
  const names = rows.map((row) => row[0] as string);
  if (new Set(names).size < names.length) return false;
  const counts = names.every((name, k) => name === String(k + 1));
  const texts = names.every((name) => Number.isNaN(withPoint(name)) && !isMissing(name));
  if (!counts && !texts) return false;
  return delimiter !== "," || !mayBeSplit(rows);
}

/** Whether two cells side by side may be one number with a thousands comma, or with a decimal comma, in all rows. */
function mayBeSplit(rows: readonly (readonly string[])[]): boolean {
  const hasPoints = rows.some((row) => row.some((cell) => /^[-+]?\d*\.\d+$/.test(cell)));
  const [thousands, decimals] = [
    [/^-?[1-9]\d{0,2}$/, /^\d{3}(\.\d+)?$/],
    [/^-?\d+$/, /^\d+$/],
  ] as const;
  const kinds = hasPoints ? [thousands] : [thousands, decimals];
  return (rows[0] ?? []).some(
    (_, k) =>
      k > 0 &&
      kinds.some(([left, right]) =>
        rows.every((row) => left.test(row[k - 1] as string) && right.test(row[k] as string)),
      ),
  );
}

/** The line that a record begins in: each takes one line, and one more for each line end in its cells. */
function lineCounter(records: readonly (readonly string[])[], before: number): (record: number) => number {
  let starts: Uint32Array | undefined;
  return (record) => {
    starts ??= startsOf(records, before);
    return starts[record] as number;
  };
}

function startsOf(records: readonly (readonly string[])[], before: number): Uint32Array {
  const starts = new Uint32Array(records.length);
  let line = before + 1;
  records.forEach((record, k) => {
    starts[k] = line;
    line += 1;
    for (const cell of record) if (cell.includes("\n")) line += cell.split("\n").length - 1;
  });
  return starts;
}
