import { dsvFormat } from "d3-dsv";

/** A table's texts: what its columns are called, and its rows. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads values with a header (RFC 4180), apart by commas, by tabs as a spreadsheet copies them, or by semicolons, where
 * 1,5 is one and a half (after tabs, too, unless all such numbers may be thousands): by that which is most frequent in the
 * first line. If that holds numbers alone it is no header, and the columns are numbered. Empty lines are left out. Throws
 * one sentence where there is nothing, or a quote that is not closed.
 */
export function parseCsv(text: string): CsvTable {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  if (quotes % 2 === 1) throw new Error(`invalid table: wanted every quote closed, got ${quotes} of them`);
  const plain = text.replace(/^\ufeff/, "");
  const separator = separatorOf(plain);
  const read = dsvFormat(separator).parseRows(plain);
  const full = read.filter((row) => row.some((cell) => cell.trim() !== ""));
  const all = hasDecimalCommas(full, separator) ? full.map((row) => row.map(withPoint)) : full;
  const [first, ...rows] = all;
  if (!first) throw new Error("invalid table: wanted a header and rows, got nothing");
  if (!first.every((cell) => cell.trim() !== "" && Number.isFinite(Number(cell)))) return { header: first, rows };
  return { header: first.map((_, k) => `column ${k + 1}`), rows: all };
}

const SEPARATORS = [",", "\t", ";"] as const; // of equally frequent ones the first

function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, "");
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

const DECIMAL_COMMA = /^\s*[-+]?\d*,\d+\s*$/;
const THOUSANDS = /^\s*[-+]?[1-9]\d{0,2},\d{3}\s*$/;

function hasDecimalCommas(rows: readonly (readonly string[])[], separator: string): boolean {
  if (separator !== "\t") return separator === ";";
  return rows.some((row) => row.some((cell) => DECIMAL_COMMA.test(cell) && !THOUSANDS.test(cell)));
}

const withPoint = (cell: string): string => (DECIMAL_COMMA.test(cell) ? cell.replace(",", ".") : cell);
