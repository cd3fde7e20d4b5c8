import { describe, expect, it } from "vitest";
import { readTable } from "../../src/prompts/tables/readTable.ts";
import { tableCases } from "./tableCases.ts";

const known = (values: Float64Array) => [...values].map((value) => (Number.isNaN(value) ? null : value));

describe("a table as people have it", () => {
  it.each(tableCases)("$name", ({ source, options, numbers, notUsed = {}, says = [], saysNot, refused }) => {
    if (refused) {
      expect(() => readTable(source, options)).toThrow(refused);
      return;
    }
    const { columns, report } = readTable(source, options);
    expect(Object.fromEntries(columns.flatMap(({ name, values }) => (values ? [[name, known(values)]] : [])))).toEqual(
      numbers,
    );
    if (notUsed !== undefined && Object.keys(notUsed).length > 0)
      expect(report.leftOut.map(({ column }) => column)).toEqual(expect.arrayContaining(Object.keys(notUsed)));
    for (const sentence of [...says, ...Object.values(notUsed)])
      expect(report.sentences).toContainEqual(expect.stringMatching(sentence));
    if (saysNot) expect(report.sentences.join("\n")).not.toMatch(saysNot);
    for (const sentence of report.sentences) expect(sentence).toMatch(/^[^\n]{1,400}\.$/);
  });
});
