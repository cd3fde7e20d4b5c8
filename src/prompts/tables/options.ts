import { quoted } from "./sentence.ts";

/** What separates the cells of a row; " " means any number of blanks, including tabs. */
export type Delimiter = "," | "\t" | ";" | "|" | " ";

/** The mark before the fraction of a number. */
export type DecimalMark = "." | ",";

/** The mark between groups of three digits; "'" also means ’, " " means every kind of blank. */
export type ThousandsMark = "none" | "," | "." | "'" | " " | "_";

/** How to read a table. Absent options are decided by evidence from the table. */
export interface TableOptions {
  readonly delimiter?: Delimiter;
  readonly decimal?: DecimalMark;
  readonly thousands?: ThousandsMark;
  readonly header?: boolean; // whether the first row contains the names
  readonly encoding?: string; // a label of the Encoding Standard, such as utf-8 or windows-1252
  readonly missing?: readonly string[]; // cells that count as missing, in addition to the usual ones
}

/** The options that have a few fixed values, in the words that a user types. */
export const tableChoices = {
  delimiter: { comma: ",", tab: "\t", semicolon: ";", pipe: "|", blanks: " " },
  decimal: { point: ".", comma: "," },
  thousands: { none: "none", comma: ",", point: ".", apostrophe: "'", blank: " ", underscore: "_" },
} as const satisfies {
  delimiter: Record<string, Delimiter>;
  decimal: Record<string, DecimalMark>;
  thousands: Record<string, ThousandsMark>;
};

/** Options of `tableChoices`. */
export type TableChoice = keyof typeof tableChoices;

/** Other ways to type a value. */
const SYNONYMS: Readonly<Record<string, string>> = {
  "\\t": "\t",
  space: " ",
  spaces: " ",
  blank: " ",
  whitespace: " ",
  dot: ".",
  "’": "'",
};

/** Parses the value of an option, a word or the mark itself; throws one sentence if there is no such value. */
export function parseTableChoice<K extends TableChoice>(option: K, text: string): NonNullable<TableOptions[K]> {
  const values: Readonly<Record<string, string>> = tableChoices[option];
  const meant = values[text.toLowerCase()] ?? (text.trim() === "" ? text : SYNONYMS[text.trim()]) ?? text;
  if (!Object.values(values).includes(meant))
    throw new Error(`expected ${orList(Object.keys(values))}, got ${quoted(text)}`);
  return meant as NonNullable<TableOptions[K]>;
}

/** The word of an option's value, such as "comma". */
export const choiceWord = (option: TableChoice, value: string): string =>
  Object.entries(tableChoices[option]).find(([, each]) => each === value)?.[0] ?? value;

const orList = (words: readonly string[]) => `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** Whether a text is a name of an encoding that can be read. */
export function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}
