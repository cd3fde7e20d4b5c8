import { missingTest } from "./missing.ts";
import { numberParser } from "./numbers.ts";
import { choiceWord, type Delimiter } from "./options.ts";
import { type Candidate, isShortHeader, trailing } from "./splitBy.ts";

const isMissing = missingTest();
const withPoint = numberParser(".");

/** Rows of equal length, and how they were made equal. */
export interface EvenRows {
  readonly rows: readonly (readonly string[])[]; // the first one may be a header
  readonly shortHeader: boolean; // the header had one cell fewer than the rows: an empty cell was added first
  readonly trailingDelimiters: boolean; // every row ended with one
}

/** The rows of a split as a table whose rows are equally long. Throws one sentence that names the first row that is not. */
export function evenRows(split: Candidate, lineOf: (row: number) => number): EvenRows {
  const { records, rowIndices, cells, header, odd, delimiter } = split;
  const rows = rowIndices.map((k) => records[k] as string[]);
  const first = rows[0] as string[];
  const excess = odd < 0 ? trailing(split) : undefined;
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
 * Whether the first cells of rows are row names, as R writes them: all different, and texts or numbers from 1. If commas
 * of numbers may have split cells (…,1,200,… or …,12,5,…), rows have no names.
 */
function hasRowNames(rows: readonly (readonly string[])[], delimiter: Delimiter): boolean {
  const names = rows.map((row) => row[0] as string);
  if (new Set(names).size < names.length) return false;
  const counts = names.every((name, k) => name === String(k + 1));
  const texts = names.every((name) => Number.isNaN(withPoint(name)) && !isMissing(name));
  if (!counts && !texts) return false;
  return delimiter !== "," || !mayBeSplit(rows);
}

/** Whether two cells side by side may be one number with a thousands comma or a decimal comma, in all rows. */
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
