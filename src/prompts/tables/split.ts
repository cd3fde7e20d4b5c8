import { chooseSplit, DELIMITERS } from "./chooseSplit.ts";
import { type EvenRows, evenRows } from "./evenRows.ts";
import type { Delimiter } from "./options.ts";
import { splitBy } from "./splitBy.ts";

/** The cells of a text, trimmed, in rows of equal length. */
export interface SplitText extends EvenRows {
  readonly delimiter: Delimiter | undefined; // none if there is one column
  readonly alsoSplitBy: Delimiter | undefined; // another delimiter that splits all rows equally and gives as many numbers
  readonly commentLines: number;
  readonly lastComment: string | undefined; // the comment line before the first row, without its mark
  readonly emptyRows: number; // number of removed rows with only delimiters
  lineOf(row: number): number; // the line of the text that row `row` begins in, from 1
}

const COMMENT = /^\s*(#|%|\/\/)/;
const DOS_END = "\x1a"; // the end of a text in DOS

/**
 * Splits a text into rows: by the given delimiter, otherwise by the one that splits all rows equally and gives the most numbers.
 * Leading lines that begin with #, % or // are comments; later ones if they begin with # and split otherwise. Throws one
 * sentence if the text is empty, a quote is not closed, or a row has another number of cells.
 */
export function splitText(source: string, delimiterOption?: Delimiter): SplitText {
  const complete = source.endsWith(DOS_END) ? source.slice(0, -1) : source;
  const text = complete.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const lead = leadingLines(text);
  const body = withoutBlankEnd(text.slice(lead.end));
  if (body.trim() === "") throw new Error("invalid table: expected rows of cells, got nothing");
  const delimiter = delimiterOption ?? lead.delimiter;
  const choice = delimiter === undefined ? chooseSplit(body) : { best: splitBy(body, delimiter), other: undefined };
  const { best } = choice;
  const found = best.cells > 1 ? best.delimiter : undefined;
  const lines = lineCounter(best.records, lead.lines);
  const lineOf = (row: number) => lines(best.rowIndices[row] as number);
  if (best.openQuote !== undefined)
    throw new Error(
      `invalid table: expected every quote to be closed, got one in line ${lines(best.openQuote)} that is not`,
    );
  const table = evenRows(best, lineOf);
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

/** A text without the blank lines at its end. Tabs at the end of the last row stay: they may be empty cells. */
function withoutBlankEnd(text: string): string {
  const length = text.trimEnd().length;
  const next = text.indexOf("\n", length);
  return next < 0 ? text : text.slice(0, next);
}

interface Lead {
  readonly end: number; // the begin of the first row
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
