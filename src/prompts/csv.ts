import { dsvFormat } from "d3-dsv";

/** A table's texts: what its columns are called, and its rows. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads values with a header (RFC 4180), apart by commas, by tabs as a spreadsheet copies them, or by semicolons, where
 * 1,5 is one and a half: by that which is most frequent in the header. Empty lines are left out. Throws one sentence where
 * there is no header, or a quote that is not closed.
 */
export function parseCsv(text: string): CsvTable {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  if (quotes % 2 === 1) throw new Error(`invalid table: wanted every quote closed, got ${quotes} of them`);
  const plain = text.replace(/^\ufeff/, "");
  const separator = separatorOf(plain);
  const [header, ...rows] = dsvFormat(separator).parseRows(plain);
  if (!header || (header.length === 1 && header[0]?.trim() === ""))
    throw new Error("invalid table: wanted a header and rows, got nothing");
  const full = rows.filter((row) => row.some((cell) => cell.trim() !== ""));
  return { header, rows: separator === ";" ? full.map((row) => row.map(withPoint)) : full };
}

const SEPARATORS = [",", "\t", ";"] as const; // of equally frequent ones the first

function separatorOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, "");
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

const withPoint = (cell: string): string => (/^\s*[-+]?\d*,\d+\s*$/.test(cell) ? cell.replace(",", ".") : cell);
