import { expect, test } from "vitest";
import { tableInHand } from "../../src/experiments/tableInHand.ts";
import { parseCsv } from "../../src/prompts/csv.ts";
import { tableCsv } from "../reference/tableCsv.ts";

test("quotes, commas and line ends inside them, a byte order mark and empty lines are read as RFC 4180 has them", () => {
  const { header, rows } = parseCsv('\ufeff"a, b",c\r\n"1 ""one""",2\r\n\r\n"3\n3",4\r\n');
  expect(header).toEqual(["a, b", "c"]);
  expect(rows).toEqual([
    ['1 "one"', "2"],
    ["3\n3", "4"],
  ]);
});

const question = { dim: 1, exemplars: 10, scale: 1, seed: 1 };

test("tabs are read as a spreadsheet copies them, semicolons with decimal commas", () => {
  const wanted = {
    header: ["a", "b"],
    rows: [
      ["1.5", "-2"],
      ["3", "4.5"],
    ],
  };
  expect(parseCsv("a\tb\n1.5\t-2\n3\t4.5\n")).toEqual(wanted);
  expect(parseCsv('"a";"b"\n1,5;-2\n3;4,5\n')).toEqual(wanted);
  expect(parseCsv('"a;b",c\n1,2\n').header).toEqual(["a;b", "c"]);
});

test("a first line of numbers is no header; after tabs a comma is a point unless it may part thousands", () => {
  expect(parseCsv("10\t50\n20\t80\n")).toEqual({
    header: ["column 1", "column 2"],
    rows: [
      ["10", "50"],
      ["20", "80"],
    ],
  });
  expect(parseCsv("a\tb\n1,5\t2,125\n").rows).toEqual([["1.5", "2.125"]]);
  expect(parseCsv("a\tb\n1,500\t2\n").rows).toEqual([["1,500", "2"]]);
});

test("without rows to spare all are taken, standardised by all", () => {
  const { x, y, rows, standards, scale } = tableInHand({
    ...question,
    scale: 2,
    text: "a\tb\n150\t52\n160\t58\n170\t76\n",
  });
  expect([rows, y.length, scale]).toEqual([3, 3, 2]);
  expect(standards[0]?.mean).toBe(160);
  expect(standards[0]?.deviation).toBeCloseTo(Math.sqrt(200 / 3), 10);
  const pairs = [...y].map((each, k) => [x[k], each / 2]).sort(([a = 0], [b = 0]) => a - b);
  for (const [k, height] of [150, 160, 170].entries()) {
    expect(pairs[k]?.[0]).toBeCloseTo((height - 160) / Math.sqrt(200 / 3), 5);
    expect(pairs[k]?.[1]).toBeCloseTo((([52, 58, 76][k] as number) - 62) / Math.sqrt(104), 5);
  }
});

test.each([
  ["", "invalid table: wanted a header and rows, got nothing"],
  ["a|b\n1|2\n", "invalid table: wanted at least 2 columns of numbers, found none"],
  ['a,b\n"1,2\n3,4\n', "invalid table: wanted every quote closed, got 1 of them"],
  ["a,b\none,two\nthree,four\n", "invalid table: wanted at least 2 columns of numbers, found none"],
  ["a,b\none,1\ntwo,2\n", "invalid table: wanted at least 2 columns of numbers, found 1 (b)"],
  ["a,b\n1,2\n", "invalid table: wanted at least 2 rows without missing values, got 1"],
  ["a,b\n1,NaN\n2,NaN\n3,\n4,NaN\n", "invalid table: wanted at least 2 columns of numbers, found 1 (a)"],
  ["a,b\n1,5\n2,5\n3,5\n4,5\n", "invalid column b: wanted numbers that differ, got 5 in every row"],
  [`a,b\n${"1,2\n".repeat(1_000_000)}`, "invalid table: wanted at most 50,000 rows, got some 1,000,001"],
])("the table %.20s is refused in one sentence", (text, sentence) => {
  expect(() => tableInHand({ ...question, text })).toThrow(sentence);
});

test("a prompt of a table's rows: columns by default and by choice, standardised as told, missing values left out", () => {
  const text = tableCsv("cars");
  const { columns, target, features, x, y, rows, dropped, standards } = tableInHand({ ...question, dim: 2, text });
  expect(target).toBe(columns.at(-1));
  expect(features).toEqual(columns.slice(0, 2));
  expect(x).toHaveLength(2 * y.length);
  expect(y).toHaveLength(10);
  const { header, rows: texts } = parseCsv(text);
  const used = [...features, target].map((name) => header.indexOf(name));
  expect(rows + dropped).toBe(texts.length);
  const standardised = new Set(
    texts.map((row) =>
      used
        .map((k, j) => ((Number(row[k]) - (standards[j]?.mean ?? 0)) / (standards[j]?.deviation ?? 1)).toFixed(3))
        .join(),
    ),
  );
  [...y].forEach((each, k) => {
    expect(standardised).toContain([x[2 * k], x[2 * k + 1], each].map((value) => value?.toFixed(3)).join());
  });
  const other = tableInHand({
    ...question,
    text,
    target: columns[0] as string,
    features: [columns[2] as string],
    seed: 2,
  });
  expect([other.target, ...other.features]).toEqual([columns[0], columns[2]]);
});
