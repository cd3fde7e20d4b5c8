import Papa from "papaparse";
import { type NumericTable, selectColumns } from "../prompts/table.ts";
import {
  choiceWord,
  isEncoding,
  parseTableChoice,
  type TableChoice,
  type TableOptions,
} from "../prompts/tables/options.ts";
import { readTable } from "../prompts/tables/readTable.ts";
import type { TableReport } from "../prompts/tables/report.ts";
import { counted, quoted } from "../prompts/tables/sentence.ts";
import { errorMessage } from "../text/errorMessage.ts";
import type { Arguments, Flag } from "./command.ts";
import { readFlagFile } from "./io/files.ts";
import { UsageError, usageChecked } from "./usageError.ts";

/** The flags of a command that reads a table. */
export const tableFlags: Readonly<Record<string, Flag>> = {
  data: { value: "FILE.csv", help: "makes prompts from the rows of a table instead" },
  target: { value: "COLUMN", help: "the column of the table to predict" },
  features: {
    value: "a,b,…",
    multiple: true,
    help: "the columns to predict from (default: all columns of numbers); repeat the flag for names that contain a comma",
  },
  delimiter: { value: "comma|tab|semicolon|pipe|blanks", help: "the cell separator (default: detected from the rows)" },
  decimal: { value: "point|comma", help: "the decimal mark (default: detected from the numbers)" },
  thousands: {
    value: "none|comma|point|apostrophe|blank|underscore",
    help: "the mark between thousands (default: detected from the numbers)",
  },
  "no-header": { help: "the first row contains data" },
  header: { help: "the first row contains the names" },
  encoding: { value: "NAME", help: "such as utf-8, utf-16le or windows-1252 (default: detected from the bytes)" },
  missing: {
    value: "a,b,…",
    multiple: true,
    help: "cells that count as missing, in addition to NA, -, ., ? and similar marks",
  },
};

/** A table from the command line: its numbers, and how they were read. */
export interface TableRead {
  readonly numbers: NumericTable;
  readonly report: TableReport;
}

/** The table that --data, --target and the other flags name; none if --data is not given. Throws UsageError. */
export function tableOf(args: Arguments): TableRead | undefined {
  const path = args.text("data");
  const target = args.text("target")?.trim();
  if (path === undefined) {
    const other = Object.keys(tableFlags).find((flag) => args.has(flag));
    if (other !== undefined) throw new UsageError(`missing --data: --${other} is only for a table`);
    return undefined;
  }
  if (target === undefined) throw new UsageError("missing --target: expected the column of the table to predict");
  const options = optionsOf(args);
  return usageChecked(() => {
    const table = readTable(readFlagFile("data", path), options);
    const features = args.has("features")
      ? featuresOf(args.texts("features"), new Set(table.columns.map(({ name }) => name)))
      : undefined;
    return { numbers: selectColumns(table, target, features), report: table.report };
  });
}

/** Sentences about how the table was read, for standard error. */
export function sentencesOf({ numbers, report }: TableRead): string {
  const { dropped } = numbers;
  const missing = dropped > 0 ? [`Dropped ${counted(dropped, "row")} with a missing value.`] : [];
  return [...report.sentences, ...missing].map((sentence) => `${sentence}\n`).join("");
}

function optionsOf(args: Arguments): TableOptions {
  const choice = <K extends TableChoice>(flag: K) => {
    const value = args.text(flag);
    return value === undefined ? undefined : named(flag, () => parseTableChoice(flag, value));
  };
  const [delimiter, decimal, thousands] = [choice("delimiter"), choice("decimal"), choice("thousands")];
  if (args.has("header") && args.has("no-header"))
    throw new UsageError("invalid --no-header: expected one of --header and --no-header, got both");
  const encoding = args.text("encoding");
  const missing = args.texts("missing").flatMap((text) => {
    const marks = text.split(",").map((mark) => mark.trim());
    if (marks.includes(""))
      throw new UsageError(`invalid --missing: expected marks separated by commas, got ${quoted(text)}`);
    return marks;
  });
  if (decimal !== undefined && decimal === thousands)
    throw new UsageError(
      `invalid --thousands: expected another mark than the decimal mark, got ${choiceWord("decimal", decimal)} for both`,
    );
  if (encoding !== undefined && !isEncoding(encoding))
    throw new UsageError(
      `invalid --encoding: expected a name such as utf-8, utf-16le or windows-1252, got ${quoted(encoding)}`,
    );
  return {
    ...(delimiter && { delimiter }),
    ...(decimal && { decimal }),
    ...(thousands && { thousands }),
    ...(args.has("no-header") && { header: false }),
    ...(args.has("header") && { header: true }),
    ...(encoding !== undefined && { encoding }),
    ...(missing.length > 0 && { missing }),
  };
}

function named<T>(flag: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`invalid --${flag}: ${errorMessage(error)}`);
  }
}

/** Feature names from the flags: a column name as it is, otherwise a list, in which quotes protect commas. */
function featuresOf(texts: readonly string[], columns: ReadonlySet<string>): string[] {
  return texts.flatMap((text) => {
    const name = text.trim();
    if (columns.has(name)) return [name];
    const lines = Papa.parse<string[]>(name, { delimiter: "," }).data;
    return lines.length === 1 ? (lines[0] as string[]).map((cell) => cell.trim()) : [name]; // several lines are not a list
  });
}
