import { expect, test } from "vitest";
import { answerTable, readingOf, tablePrompt } from "../../src/inspect/tablePrompt.ts";
import { readTable } from "../../src/prompts/tables/readTable.ts";
import { tableCsv } from "../reference/tableCsv.ts";

const question = { options: {}, dim: 1, exemplars: 10, scale: 1, seed: 1 };

test("if a table has no more rows than the prompt, all are used and standardised together", () => {
  const { x, y, rows, standards, scale } = tablePrompt({
    ...question,
    scale: 2,
    source: "a\tb\n150\t52\n160\t58\n170\t76\n",
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
  ["", "invalid table: expected rows of cells, got nothing"],
  ["a~b\n1~2\n", "invalid table: expected at least 2 columns of numbers, found none"],
  ['a,b\n"1,2\n3,4\n', "invalid table: expected every quote to be closed, got one in line 2 that is not"],
  ["a,b\none,two\nthree,four\n", "invalid table: expected at least 2 columns of numbers, found none"],
  ["a,b\none,1\ntwo,2\n", "invalid table: expected at least 2 columns of numbers, found 1 (b)"],
  ["a,b\n1,2\n", "invalid table: expected at least 2 rows without missing values, got 1"],
  ["a,b\n1,NaN\n2,NaN\n3,\n4,NaN\n", "invalid table: expected at least 2 columns of numbers, found 1 (a)"],
  ["a,b\n1,5\n2,5\n3,5\n4,5\n", "invalid table: expected at least 2 columns of numbers, found 1 (a)"],
])("the table %.20s is refused in one sentence", (source, sentence) => {
  expect(() => tablePrompt({ ...question, source })).toThrow(sentence);
});

test("a constant target column is rejected by name", () => {
  const source = "a,b\n1,5\n2,5\n3,5\n4,5\n";
  expect(() => tablePrompt({ ...question, source, target: "b", features: ["a"] })).toThrow(
    "invalid column b: expected numbers that differ, got 5 in every row",
  );
});

test("messages and previews of ten thousand columns are bounded", () => {
  const columns = Array.from({ length: 10_000 }, (_, k) => `column with a long name ${k}`);
  const words = (row: number) => columns.map((_, k) => (k % 3 === 0 ? "word" : k % 3 === 1 ? row * k : 7)).join();
  const source = `${columns.join()}\n${[1, 2, 3].map(words).join("\n")}\n`;
  const { sentences, columns: shown, preview, moreColumns } = readingOf(readTable(source));
  expect(sentences.join(" ").length).toBeLessThan(1500);
  expect([shown.length, moreColumns, preview[0]?.length]).toEqual([30, 9970, 30]);
  expect(() => tablePrompt({ ...question, source, target: "none" })).toThrow(
    /^unknown column none: .{1,400} 9,992 more$/,
  );
});

test("a prompt from rows of a table: default or chosen columns, standardised as reported, without missing values", () => {
  const source = tableCsv("cars");
  const { columns, target, features, x, y, rows, dropped, standards } = tablePrompt({ ...question, dim: 2, source });
  expect(target).toBe(columns.at(-1));
  expect(features).toEqual(columns.slice(0, 2));
  expect(x).toHaveLength(2 * y.length);
  expect(y).toHaveLength(10);
  const table = readTable(source);
  const used = [...features, target].map((name) => table.columns.find((each) => each.name === name)?.values);
  expect(rows + dropped).toBe(table.rows);
  const standardised = new Set(
    Array.from({ length: table.rows }, (_, row) =>
      used
        .map((values, j) =>
          (((values?.[row] ?? Number.NaN) - (standards[j]?.mean ?? 0)) / (standards[j]?.deviation ?? 1)).toFixed(3),
        )
        .join(),
    ),
  );
  [...y].forEach((each, k) => {
    expect(standardised).toContain([x[2 * k], x[2 * k + 1], each].map((value) => value?.toFixed(3)).join());
  });
  const other = tablePrompt({
    ...question,
    source,
    target: columns[0] as string,
    features: [columns[2] as string],
    seed: 2,
  });
  expect([other.target, ...other.features]).toEqual([columns[0], columns[2]]);
});

test("an answer says how the table was read, whether or not its rows make a prompt", () => {
  const columns = [{ name: "a" }, { name: "b", notUsed: '"x" in row 2 (line 3)' }];
  const answer = answerTable({ ...question, source: "a,b\n1,2\n3,x\n5,6\n" });
  expect(answer).toMatchObject({ reading: { columns }, error: expect.stringMatching(/found 1 \(a\)/) });
  expect(answer).not.toHaveProperty("table");
  expect(answerTable({ ...question, source: "a,b\n1,2\n3\n" })).toEqual({ error: expect.stringMatching(/row 2/) });
  expect(answerTable({ ...question, source: "a,b\n1,2\n3,5\n" })).toMatchObject({ table: { target: "b", rows: 2 } });
});
