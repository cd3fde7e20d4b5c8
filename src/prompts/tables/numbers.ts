import type { DecimalMark, ThousandsMark } from "./options.ts";

/** The number in a cell; NaN if there is none, or if it is too large or too small for a float64. */
export type NumberParser = (cell: string) => number;

const GROUPS: Readonly<Record<Exclude<ThousandsMark, "none">, string>> = {
  ",": ",",
  ".": "\\.",
  "'": "['’]",
  " ": "[ \\u00a0\\u2009\\u202f]",
  _: "_",
};

const PLAIN = /^-?\d{1,15}$/;
const MINUS = /^[−–﹣－]/;
const MARKS = /[,.'’ \u00a0\u2009\u202f_]/g;

/**
 * Reads numbers of one decimal mark: a sign, digits in one run or in groups of three by one kind of thousands mark (the
 * first group without a leading zero), a fraction, an exponent. Hexadecimal numbers and infinities are not numbers.
 */
export function numberParser(decimal: DecimalMark, thousands?: ThousandsMark): NumberParser {
  const mark = decimal === "." ? "\\." : ",";
  const groups = Object.entries(GROUPS)
    .filter(([each]) => each !== decimal && (thousands === undefined || thousands === each))
    .map(([, group]) => `[1-9]\\d{0,2}(?:${group}\\d{3})+`);
  const exponent = "(?:[eE][+-]?\\d+)?";
  const fraction = decimal === "." ? "\\.\\d*" : ",\\d+"; // "5." is a number, but "5," is more often a cell and a comma
  const plain = `\\d+(?:${fraction})?${exponent}|${mark}\\d+${exponent}`;
  const grouped = groups.length > 0 ? `|(?:${groups.join("|")})(?:${fraction})?` : "";
  const pattern = new RegExp(`^[+-]?(?:${plain}${grouped})$`);
  return (cell) => {
    if (PLAIN.test(cell)) return Number(cell);
    const signed = cell.replace(MINUS, "-");
    if (!pattern.test(signed)) return Number.NaN;
    const value = Number(signed.replace(MARKS, (each) => (each === decimal ? "." : "")));
    return Number.isFinite(value) && (value !== 0 || isZero(signed)) ? value : Number.NaN;
  };
}

const isZero = (cell: string) => !/[1-9]/.test(cell.replace(/[eE].*$/, ""));

/** Whether a cell has the form of a number whose value overflows a float64, such as 1e999. */
export const isOutOfRange = (cell: string): boolean => /^[+−-]?[\d.,]*\d[\d.,]*[eE][+-]?\d{3,}$/.test(cell);

/** A mark before or after every number of a column: a currency or a percent sign. */
export function unitOf(cell: string): string | undefined {
  return /^[+−-]?\s*([€$£¥₹])/.exec(cell)?.[1] ?? /\d[.,]?\s*([%€$£¥₹])$/.exec(cell)?.[1];
}

/** The cell without its mark, or undefined if it has another or none. */
export function withoutUnit(cell: string, unit: string): string | undefined {
  if (unitOf(cell) !== unit) return undefined;
  return cell
    .replace(unit, "")
    .replace(/^([+−-]?)\s+/, "$1")
    .trim();
}
