import type { ColumnReading, MarkDecision, TableColumn } from "./columns.ts";
import type { DecodedText } from "./decode.ts";
import type { ColumnNames, HeaderDecision } from "./header.ts";
import { choiceWord, type TableOptions } from "./options.ts";
import { count, counted, listNames, quoted, shortName } from "./sentence.ts";
import type { SplitText } from "./split.ts";

/** How a table was read. */
export interface TableReport {
  readonly encoding?: string; // of a file
  readonly gzip: boolean;
  readonly delimiter?: string; // none if there is one column
  readonly header: boolean;
  readonly rows: number;
  readonly commentLines: number;
  readonly emptyRows: number;
  readonly decimal?: string; // "." or ",", or "mixed" if columns differ; none if no number has one
  readonly columns: readonly string[]; // columns of numbers
  readonly leftOut: readonly LeftOut[]; // the others, and those that are not features by default
  readonly sentences: readonly string[]; // the report in words, a limited number of sentences
}

/** A column that is not used by default. */
export interface LeftOut {
  readonly column: string;
  readonly reason: string;
  readonly cell?: string; // a cell that is not a number
  readonly row?: number; // from 1, without the header
  readonly line?: number; // of the file, from 1
}

/** Why a column is left out, as a part of a sentence. */
export const reasonOf = ({ reason, cell, row = 0, line = 0 }: LeftOut): string =>
  cell === undefined ? reason : `${quoted(cell)} in row ${count(row)} (line ${count(line)})`;

/** Everything known about a reading. */
export interface ReadingFacts {
  readonly decoded: DecodedText | undefined;
  readonly split: SplitText;
  readonly decision: HeaderDecision & { readonly fromComment?: boolean };
  readonly names: ColumnNames;
  readonly readings: readonly ColumnReading[];
  readonly marks: readonly (MarkDecision | undefined)[];
  readonly columns: readonly TableColumn[];
  readonly rows: number;
  readonly options: TableOptions;
}

/** The report on a reading. */
export function reportOf(facts: ReadingFacts): TableReport {
  const { decoded, split, decision, columns, rows } = facts;
  const leftOut = leftOutOf(facts);
  const decimal = decimalOf(facts);
  return {
    ...(decoded && { encoding: decoded.encoding }),
    gzip: decoded?.gzip ?? false,
    ...(split.delimiter && { delimiter: split.delimiter }),
    header: decision.header,
    rows,
    commentLines: split.commentLines,
    emptyRows: split.emptyRows,
    ...(decimal && { decimal }),
    columns: columns.filter(({ values }) => values).map(({ name }) => name),
    leftOut,
    sentences: [
      summary(facts),
      ...encodingSentence(decoded),
      ...splitSentences(facts),
      ...headerSentences(facts),
      ...numberSentences(facts),
      ...missingSentence(facts),
      ...leftOutSentences(leftOut, facts),
    ],
  };
}

function leftOutOf({ columns, readings, split, decision }: ReadingFacts): LeftOut[] {
  const offset = decision.header && !decision.fromComment ? 1 : 0; // rows before the first one of data
  return columns.flatMap(({ name, leftOut }, k): LeftOut[] => {
    if (leftOut === undefined) return [];
    const bad = readings[k]?.bad;
    if (!bad) return [{ column: name, reason: leftOut }];
    const reason = readings[k]?.outOfRange ? "a number too large or too small for a float64" : leftOut;
    return [{ column: name, reason, cell: bad.cell, row: bad.row + 1, line: split.lineOf(bad.row + offset) }];
  });
}

function decimalOf({ readings, marks }: ReadingFacts): string | undefined {
  const used = new Set(
    readings.flatMap(({ marked }, k) => {
      const mark = marks[k]?.mark;
      return mark !== undefined && /[.,]/.test(marked) ? [mark] : [];
    }),
  );
  return used.size > 1 ? "mixed" : [...used][0];
}

function summary({ rows, columns, split, decision, decoded }: ReadingFacts): string {
  const by = split.delimiter === undefined ? "" : `, separated by ${plural(choiceWord("delimiter", split.delimiter))}`;
  const header = decision.fromComment
    ? "the names are in a comment"
    : decision.header
      ? "with a header"
      : "without a header";
  const encoding = decoded ? `, ${decoded.gzip ? "gzip, " : ""}${decoded.encoding}` : "";
  return `Read ${counted(rows, "row")} of ${counted(columns.length, "column")}${by}, ${header}${encoding}.`;
}

const plural = (word: string) => (word.endsWith("s") ? word : `${word}s`);

function encodingSentence(decoded: DecodedText | undefined): string[] {
  if (decoded?.why === "no valid UTF-8")
    return ["The file is not valid UTF-8: it is read as Windows-1252. To change this, set the encoding (--encoding)."];
  if (decoded?.why === "zero bytes")
    return [
      `The file has no byte order mark: it is read as ${decoded.encoding.toUpperCase()}, as every second byte is zero.`,
    ];
  return [];
}

function splitSentences({ split }: ReadingFacts): string[] {
  const { commentLines, emptyRows, trailingDelimiters, alsoSplitBy, delimiter, shortHeader } = split;
  return [
    ...(commentLines > 0 ? [`Skipped ${counted(commentLines, "comment line")}.`] : []),
    ...(emptyRows > 0 ? [`Skipped ${counted(emptyRows, "row")} without any value.`] : []),
    ...(trailingDelimiters ? ["Ignored the delimiters at the end of every row."] : []),
    ...(shortHeader
      ? ["The header has one cell fewer than the rows: the first cell of each row is read as its name."]
      : []),
    ...(alsoSplitBy && delimiter
      ? [
          `${plural(choiceWord("delimiter", alsoSplitBy)).replace(/^./, (each) => each.toUpperCase())} would also split all rows equally. To change this, set the delimiter (--delimiter).`,
        ]
      : []),
  ];
}

function headerSentences({ decision, names, split, columns }: ReadingFacts): string[] {
  const { header, doubt } = decision;
  const treatment = header ? "it is read as the header" : "it is read as data";
  const change = header ? "--no-header" : "--header";
  const unnamed = names.unnamed.filter((k) => !(k === 0 && columns[0]?.leftOut));
  const doubles = names.doubles
    .slice(0, 5)
    .map(
      ({ name, column, first, called }) =>
        `${shortName(name)} in columns ${first + 1} and ${column + 1}, the latter is called ${shortName(called)}`,
    );
  const more = names.doubles.length > 5 ? `; and ${count(names.doubles.length - 5)} more` : "";
  return [
    ...(doubt
      ? [
          `It is not certain whether the first row (line ${split.lineOf(0)}) contains names: ${doubt}; ${treatment}. To change this, set the header (${change}).`,
        ]
      : []),
    ...(!header ? [`The columns are called ${listNames(names.names, 3)}.`] : []),
    ...(doubles.length > 0 ? [`The header has duplicate names: ${doubles.join("; ")}${more}.`] : []),
    ...(unnamed.length > 0
      ? [
          `Columns without a name are called ${listNames(
            unnamed.map((k) => names.names[k] as string),
            5,
          )}.`,
        ]
      : []),
  ];
}

function missingSentence({ columns, rows }: ReadingFacts): string[] {
  const some = columns.filter(({ missing, values }) => values && missing > 0 && missing < rows);
  if (some.length === 0) return [];
  return [
    `Missing: ${listItems(
      some.map(({ name, missing }) => `${shortName(name)} in ${counted(missing, "row")}`),
      5,
    )}.`,
  ];
}

/** The decisions about decimal and thousands marks. */
function numberSentences({ readings, marks, columns, names, split, decision }: ReadingFacts): string[] {
  const offset = decision.header && !decision.fromComment ? 1 : 0;
  const sentences = readings.flatMap((reading, k) => {
    const { mark, because } = marks[k] ?? {};
    const { differ, values } = reading;
    if (!mark || !because || !differ) return [];
    const isPlain = mark === "." && !differ.cell.includes(",") && (reading.largestPlain ?? 0) < 100;
    if (isPlain && typeof because === "object") return []; // 28.980 next to 28.5
    const value = values[mark]?.[differ.row];
    const where = `${quoted(differ.cell)} in row ${count(differ.row + 1)} (line ${count(split.lineOf(differ.row + offset))})`;
    const reading2 = `${shortName(names.names[k] as string)}: ${where} is read as ${value}`;
    if (typeof because === "object")
      return [
        `${reading2}, as column ${shortName(names.names[because.column] as string)} has the decimal ${mark === "." ? "point" : "comma"}.`,
      ];
    return [
      `${reading2}, but it could be ${values[mark === "." ? "," : "."]?.[differ.row]}. To change this, set the decimal mark (--decimal).`,
    ];
  });
  const units = readings.flatMap(({ unit, bad }, k) =>
    unit !== undefined && !bad ? [`${shortName(names.names[k] as string)} (${unit})`] : [],
  );
  const byMark = (mark: string) =>
    columns.filter((_, k) => marks[k]?.mark === mark && /[.,]/.test(readings[k]?.marked ?? ""));
  const [points, commas] = [byMark("."), byMark(",")];
  const mixed = points.length > 0 && commas.length > 0;
  return [
    ...sentences.slice(0, 3),
    ...(sentences.length > 3 ? [`The same applies to ${counted(sentences.length - 3, "more column")}.`] : []),
    ...(mixed
      ? [
          `The decimal mark differs by column: a point in ${listNames(
            points.map(({ name }) => name),
            3,
          )}, a comma in ${listNames(
            commas.map(({ name }) => name),
            3,
          )}.`,
        ]
      : []),
    ...(units.length > 0 ? [`Numbers are read without their mark: ${listNames(units, 5)}.`] : []),
  ];
}

function leftOutSentences(leftOut: readonly LeftOut[], { columns, readings }: ReadingFacts): string[] {
  const index = new Map(columns.map(({ name }, k) => [name, k]));
  const readingOf = ({ column }: LeftOut) => readings[index.get(column) as number];
  const at = ({ cell = "", row = 0, line = 0 }: LeftOut) =>
    `${quoted(cell)} in row ${count(row)} (line ${count(line)})`;
  const texts = leftOut.filter(({ cell }) => cell !== undefined);
  const almost = texts.filter((each) => readingOf(each)?.mostlyNumbers);
  const textColumns = texts.filter((each) => !readingOf(each)?.mostlyNumbers);
  const others = leftOut.filter(({ cell }) => cell === undefined);
  const named = (each: LeftOut) => `${shortName(each.column)} (${at(each)})`;
  return [
    ...almost
      .slice(0, 5)
      .map(
        (each) =>
          `Left out ${shortName(each.column)}: ${at(each)} is ${readingOf(each)?.outOfRange ? "a number too large or too small" : "not a number"}.`,
      ),
    ...(almost.length > 5
      ? [`Left out for the same reason: ${listNames(almost.slice(5).map(({ column }) => column))}.`]
      : []),
    ...(textColumns.length > 0 ? [`Left out as text: ${listItems(textColumns.map(named), 5)}.`] : []),
    ...(others.length > 0
      ? [
          `Left out: ${listItems(
            others.map(({ column, reason }) => `${shortName(column)} (${reason})`),
            5,
          )}.`,
        ]
      : []),
  ];
}

const listItems = (items: readonly string[], max: number): string =>
  `${items.slice(0, max).join(", ")}${items.length > max ? ` and ${count(items.length - max)} more` : ""}`;
