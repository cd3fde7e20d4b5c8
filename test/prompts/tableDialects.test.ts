import fc from "fast-check";
import { expect, test } from "vitest";
import type { DecimalMark, Delimiter, TableOptions, ThousandsMark } from "../../src/prompts/tables/options.ts";
import { readTable } from "../../src/prompts/tables/readTable.ts";

interface Dialect {
  readonly delimiter: Delimiter;
  readonly decimal: DecimalMark;
  readonly thousands: ThousandsMark;
  readonly quotes: boolean;
  readonly header: boolean;
  readonly lineEnd: string;
  readonly encoding: "text" | "utf-8" | "utf-16le" | "utf-16be";
  readonly mark: boolean; // a byte order mark
}

const dialect: fc.Arbitrary<Dialect> = fc
  .record({
    delimiter: fc.constantFrom<Delimiter>(",", "\t", ";", "|", " "),
    decimal: fc.constantFrom<DecimalMark>(".", ","),
    thousands: fc.constantFrom<ThousandsMark>("none", ",", ".", "'", " ", "_"),
    quotes: fc.boolean(),
    header: fc.boolean(),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    encoding: fc.constantFrom("text" as const, "utf-8" as const, "utf-16le" as const, "utf-16be" as const),
    mark: fc.boolean(),
  })
  .filter(({ decimal, thousands }) => decimal !== thousands)
  .filter(({ delimiter, decimal, thousands, quotes }) => quotes || (delimiter !== decimal && delimiter !== thousands));

/** Columns of numbers: whole ones of a number of digits, with as many decimals; a column has one number of decimals or not. */
const column = (rows: number) =>
  fc
    .record({ digits: fc.integer({ min: 1, max: 8 }), places: fc.integer({ min: 0, max: 4 }), fixed: fc.boolean() })
    .chain(({ digits, places, fixed }) =>
      fc.array(
        fc
          .record({
            whole: fc.integer({ min: 0, max: 10 ** digits - 1 }),
            fraction: fc.integer({ min: 0, max: 10 ** places - 1 }),
            negative: fc.boolean(),
            trimmed: fc.constant(!fixed),
          })
          .map(({ whole, fraction, negative, trimmed }) => {
            const padded = places > 0 ? String(fraction).padStart(places, "0") : "";
            return { negative, whole: String(whole), fraction: trimmed ? padded.replace(/0+$/, "") : padded };
          }),
        { minLength: rows, maxLength: rows },
      ),
    );

const table = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 4 }))
  .chain(([rows, columns]) => fc.array(column(rows), { minLength: columns, maxLength: columns }));

type Cell = { readonly negative: boolean; readonly whole: string; readonly fraction: string };

const numberOf = ({ negative, whole, fraction }: Cell) =>
  Number(`${negative ? "-" : ""}${whole}${fraction ? "." : ""}${fraction}`);

function cellText({ negative, whole, fraction }: Cell, { decimal, thousands, quotes }: Dialect): string {
  const grouped = thousands === "none" ? whole : whole.replace(/\B(?=(\d{3})+$)/g, thousands);
  const text = `${negative ? "-" : ""}${grouped}${fraction ? decimal : ""}${fraction}`;
  return quotes ? `"${text}"` : text;
}

function write(columns: readonly (readonly Cell[])[], form: Dialect): Uint8Array | string {
  const rows = (columns[0] as readonly Cell[]).map((_, row) =>
    columns.map((cells) => cellText(cells[row] as Cell, form)).join(form.delimiter),
  );
  const names = columns.map((_, k) => `c${k}`).join(form.delimiter);
  const text = [...(form.header ? [names] : []), ...rows].map((line) => line + form.lineEnd).join("");
  const marked = form.mark ? `\ufeff${text}` : text;
  if (form.encoding === "text") return marked;
  if (form.encoding === "utf-8") return new TextEncoder().encode(marked);
  const bytes = new Uint8Array(2 * marked.length);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < marked.length; k++) view.setUint16(2 * k, marked.charCodeAt(k), form.encoding === "utf-16le");
  return bytes;
}

const numbersOf = (source: Uint8Array | string, options?: TableOptions) => {
  const { columns, report } = readTable(source, options);
  return {
    names: columns.map(({ name }) => name),
    numbers: columns.map(({ values }) => values && [...values]),
    report,
  };
};

test("a table of numbers in any dialect is read to the same numbers, or said to be ambiguous", () => {
  let certain = 0;
  fc.assert(
    fc.property(table, dialect, (columns, form) => {
      const source = write(columns, form);
      const truth = columns.map((cells) => cells.map(numberOf));
      const { names, numbers, report } = numbersOf(source);
      const doubts = report.sentences.filter((sentence) => /could be|would split all rows/.test(sentence));
      numbers.forEach((values, k) => {
        const isDoubtful = doubts.some((each) => each.startsWith(`${names[k]}: `) || /would split/.test(each));
        if (!isDoubtful) expect(values).toEqual(truth[k]);
      });
      if (doubts.length === 0) certain += 1;
      if (doubts.length === 0) expect(numbers).toHaveLength(truth.length);
    }),
    { numRuns: 2000, seed: 18 },
  );
  expect(certain).toBeGreaterThan(1400);
});

test("with its dialect given, a table of numbers is read to the same numbers", () => {
  fc.assert(
    fc.property(table, dialect, (columns, form) => {
      const { delimiter, decimal, thousands, header, encoding } = form;
      const options = { delimiter, decimal, thousands, header, ...(encoding === "text" ? {} : { encoding }) };
      const { numbers } = numbersOf(write(columns, form), options);
      expect(numbers).toEqual(columns.map((cells) => cells.map(numberOf)));
    }),
    { numRuns: 1000, seed: 18 },
  );
});
