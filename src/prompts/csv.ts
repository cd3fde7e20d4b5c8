import { csvParseRows } from "d3-dsv";

/** A table's texts: what its columns are called, and its rows. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads comma-separated values with a header (RFC 4180); empty lines are left out. Throws one sentence where there is no
 * header, another separator, or a quote that is not closed.
 */
export function parseCsv(text: string): CsvTable {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  if (quotes % 2 === 1) throw new Error(`invalid table: wanted every quote closed, got ${quotes} of them`);
  const [header, ...rows] = csvParseRows(text.replace(/^\ufeff/, ""));
  if (!header || (header.length === 1 && header[0]?.trim() === ""))
    throw new Error("invalid table: wanted a header and rows, got nothing");
  const [only] = header;
  if (header.length === 1 && only && /[;\t]/.test(only)) {
    throw new Error(`invalid table: wanted columns separated by commas, got the header ${only.slice(0, 80)}`);
  }
  return { header, rows: rows.filter((row) => row.some((cell) => cell.trim() !== "")) };
}
