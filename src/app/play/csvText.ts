import type { FoundOptions, TableOptions } from "../../inspect/tablePrompt.ts";

type Marks<K extends "delimiter" | "decimal" | "thousands"> = Readonly<Record<NonNullable<TableOptions[K]>, string>>;

const delimiter: Marks<"delimiter"> = { ",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe", " ": "blanks" };
const decimal: Marks<"decimal"> = { ".": "point", ",": "comma" };
const thousands: Marks<"thousands"> = {
  none: "none",
  ",": "comma",
  ".": "point",
  "'": "apostrophe",
  " ": "blank",
  _: "underscore",
};
const header = { yes: "first row", no: "none" };
const named = (words: Readonly<Record<string, string>>, mark: string | undefined) => mark && (words[mark] ?? mark);

/** The words of how a table is read: loaded with the first table. */
export const csvText = {
  heading: "How it is read",
  sentences: "How the table was read",
  automatic: (found: string | undefined) => (found ? `automatic: ${found}` : "automatic"),
  found: ({ delimiter: mark, decimal: point, header: names, encoding }: FoundOptions) => ({
    delimiter: named(delimiter, mark),
    decimal: named(decimal, point),
    thousands: undefined,
    header: names ? header.yes : header.no,
    encoding,
  }),
  labels: {
    delimiter: "Delimiter",
    decimal: "Decimal mark",
    thousands: "Thousands mark",
    header: "Header",
    encoding: "Encoding",
    missing: "Also missing",
  },
  missingHint: "-999, x",
  values: {
    delimiter,
    decimal,
    thousands,
    header,
    encoding: Object.fromEntries(
      [
        ...[
          "utf-8",
          "utf-16le",
          "utf-16be",
          "windows-1250",
          "windows-1251",
          "windows-1252",
          "windows-1253",
          "windows-1254",
        ],
        ...["iso-8859-2", "iso-8859-15", "macintosh", "ibm866", "gb18030", "big5", "shift_jis", "euc-kr"],
      ].map((name) => [name, name]),
    ),
  },
  preview: (name: string) => `Preview of ${name}`,
  used: "numbers",
  notUsed: (reason: string) => `not used: ${reason}`,
  more: (columns: number) => `${columns.toLocaleString("en")} more columns are not shown.`,
};
