import { isOutOfRange, numberParser, unitOf, withoutUnit } from "./numbers.ts";
import type { DecimalMark, TableOptions } from "./options.ts";

/** One column of a table. */
export interface TableColumn {
  readonly name: string;
  readonly values?: Float64Array; // [rows], NaN if missing; absent if it contains other text
  readonly missing: number; // cells
  readonly use: boolean; // whether it is a feature if none are chosen
  readonly leftOut?: string; // why it is not used, as a part of a sentence
}

/** A cell of a table, and its position. */
export interface CellAt {
  readonly cell: string;
  readonly row: number; // from 0
}

/** A column read as numbers, by one or both decimal marks. */
export interface ColumnReading {
  readonly missing: number; // cells
  readonly unit: string | undefined; // a mark that every number has, such as %
  readonly values: Readonly<Partial<Record<DecimalMark, Float64Array>>>; // [rows], NaN if missing; for each mark that fits
  readonly differ: CellAt | undefined; // the first cell that two fitting marks read as different numbers
  readonly marked: string; // the marks that occur in numbers, each once
  readonly largestPlain: number | undefined; // the largest number without any mark
  readonly bad: CellAt | undefined; // the first cell that is not a number, if no mark fits
  readonly outOfRange: boolean; // whether that cell has the form of a number that is too large or too small
  readonly mostlyNumbers: boolean; // whether at least half of the cells are numbers
}

const PLAIN = /^[+−-]?\d{1,15}$/;

/** Reads column k of rows as numbers. */
export function readColumn(
  rows: readonly (readonly string[])[],
  k: number,
  isMissing: (cell: string) => boolean,
  { decimal, thousands }: Pick<TableOptions, "decimal" | "thousands">,
): ColumnReading {
  const attempts = marksToTry(decimal, thousands).map((mark) => ({
    mark,
    parse: numberParser(mark, thousands),
    values: new Float64Array(rows.length).fill(Number.NaN),
    failedAt: -1,
  }));
  const [one, two] = attempts;
  const unit = unitOf(rows.find((row) => !isMissing(row[k] as string))?.[k] ?? "");
  const marks = new Set<string>();
  let missing = 0;
  let differ: CellAt | undefined;
  let largestPlain: number | undefined;
  for (let row = 0; row < rows.length; row++) {
    const cell = (rows[row] as readonly string[])[k] as string;
    if (isMissing(cell)) {
      missing += 1;
      continue;
    }
    const bare = unit === undefined ? cell : withoutUnit(cell, unit);
    if (bare !== undefined && PLAIN.test(bare)) {
      const value = Number(bare.replace("−", "-"));
      for (const attempt of attempts) attempt.values[row] = value;
      largestPlain = Math.max(largestPlain ?? 0, Math.abs(value));
      continue;
    }
    for (const attempt of attempts) {
      if (attempt.failedAt >= 0) continue;
      const value = bare === undefined ? Number.NaN : attempt.parse(bare);
      if (Number.isNaN(value)) attempt.failedAt = row;
      else attempt.values[row] = value;
    }
    const alive = attempts.filter(({ failedAt }) => failedAt < 0);
    if (alive.length === 0) break;
    for (const mark of bare?.replace(/[eE].*$/, "").match(/[^\d+−–-]/g) ?? []) marks.add(mark);
    if (alive.length === 2 && !differ && one?.values[row] !== two?.values[row]) differ = { cell, row };
  }
  const fit = attempts.filter(({ failedAt }) => failedAt < 0);
  const failedAt = Math.max(...attempts.map((attempt) => attempt.failedAt));
  const bad =
    fit.length === 0 ? { cell: (rows[failedAt] as readonly string[])[k] as string, row: failedAt } : undefined;
  return {
    missing,
    unit,
    values: Object.fromEntries(fit.map(({ mark, values }) => [mark, values])),
    differ: fit.length === 2 ? differ : undefined,
    marked: [...marks].join(""),
    largestPlain,
    bad,
    outOfRange: bad !== undefined && isOutOfRange(bad.cell),
    mostlyNumbers:
      bad !== undefined &&
      isMostlyNumbers(
        rows,
        k,
        isMissing,
        attempts.map(({ parse }) => parse),
      ),
  };
}

/** The decimal marks that the options leave open. */
function marksToTry(decimal: TableOptions["decimal"], thousands: TableOptions["thousands"]): readonly DecimalMark[] {
  if (decimal !== undefined) return [decimal];
  if (thousands === ",") return ["."];
  if (thousands === ".") return [","];
  return [".", ","];
}

const SAMPLE = 10_000; // rows

function isMostlyNumbers(
  rows: readonly (readonly string[])[],
  k: number,
  isMissing: (cell: string) => boolean,
  parsers: readonly ((cell: string) => number)[],
): boolean {
  const cells = rows.slice(0, SAMPLE).flatMap((row) => (isMissing(row[k] as string) ? [] : [row[k] as string]));
  const numbers = cells.filter((cell) => parsers.some((parse) => !Number.isNaN(parse(cell))));
  return numbers.length >= cells.length / 2;
}

/** The decimal mark of a column, and the reason, if two marks fit and give different numbers. */
export interface MarkDecision {
  readonly mark: DecimalMark;
  readonly because?: { readonly column: number } | "sizes" | "custom";
}

/**
 * Chooses the decimal mark of every column of numbers. Columns that only one mark fits prove it; if all proofs agree, the
 * other columns use the same mark. Otherwise the sizes of numbers without a mark decide (950 next to 1.200), else custom.
 */
export function chooseMarks(
  columns: readonly ColumnReading[],
  delimiter: string | undefined,
): (MarkDecision | undefined)[] {
  const only = (mark: DecimalMark) =>
    columns.findIndex(({ values, marked }) => Object.keys(values).join() === mark && marked !== "");
  const [point, comma] = [only("."), only(",")];
  return columns.map((column) => {
    const fit = Object.keys(column.values) as DecimalMark[];
    const [mark] = fit;
    if (mark === undefined) return undefined;
    if (fit.length === 1 || !column.differ) return { mark };
    if (point >= 0 && comma < 0) return { mark: ".", because: { column: point } };
    if (comma >= 0 && point < 0) return { mark: ",", because: { column: comma } };
    const seen: DecimalMark = column.marked.includes(",") ? "," : "."; // one that may be either
    const other: DecimalMark = seen === "," ? "." : ",";
    const plain = column.largestPlain;
    if (seen === "," && delimiter === ",") return { mark: ".", because: "custom" };
    if (plain !== undefined && plain < 100) return { mark: seen, because: "sizes" };
    if (plain !== undefined && plain < 1000) return { mark: other, because: "sizes" };
    if (seen === ".") return { mark: ".", because: "custom" };
    return { mark: delimiter === ";" ? "," : ".", because: "custom" };
  });
}
