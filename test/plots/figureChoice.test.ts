import { describe, expect, test } from "vitest";
import type { Row, RowPlace } from "../../src/experiments/row.ts";
import { experimentFigures } from "../../src/plots/experimentFigures.ts";
import { choiceValues, chosenRows, type FigureChoice } from "../../src/plots/figureChoice.ts";
import { optionsOf } from "./drawn.ts";
import { rowAt } from "./fixtureRows.ts";
import { recordRows } from "./recordRows.ts";

const share: FigureChoice = { name: "flipped", of: ({ flipped }) => flipped, first: 1 };
const size: FigureChoice = { name: "size", of: ({ layers }) => (layers === undefined ? undefined : `L${layers}`) };
const row = (at: RowPlace): Row => rowAt("accuracy", at, 0.5);
const rows = [
  row({ flipped: 1, layers: 8 }),
  row({ flipped: 0.5, layers: 8 }),
  row({ flipped: 1, layers: 2 }),
  row({}),
];

describe("what a reader moves in a figure", () => {
  test("has the values that rows have: numbers ascending, texts as they come", () => {
    expect(choiceValues(rows, share)).toEqual([0.5, 1]);
    expect(choiceValues(rows, size)).toEqual(["L8", "L2"]);
    expect(choiceValues([row({})], size)).toEqual([]);
  });

  test("narrows the rows to those that have the value, and those that have none", () => {
    const [both, half, small, none] = rows;
    expect(chosenRows(rows, [share, size])).toEqual([both, small, none]);
    expect(chosenRows(rows, [share, size], { size: "L2" })).toEqual([small, none]);
    expect(chosenRows(rows, [share, size], { flipped: 0.5 })).toEqual([half, none]);
    expect(chosenRows(rows, [share, size], { flipped: undefined })).toEqual(rows);
  });

  test("moves the curve: accuracy by size falls as more labels are flipped, where the figure is asked for them", () => {
    const figure = experimentFigures["flipped-labels"]?.find(({ name }) => name === "accuracyBySize");
    const record = { rows: recordRows.filter(({ at }) => at.flipped !== undefined), runs: [] };
    const accuracies = [0, 0.5, 1, undefined].map((flipped) => {
      const drawn = figure?.draw(record, optionsOf(), flipped === undefined ? {} : { flipped });
      const points = drawn?.querySelectorAll('[data-point][data-series="transformer"]') ?? [];
      return [...points].map((point) => Number(point.getAttribute("data-value")));
    });
    expect(accuracies).toEqual([
      [1, 1, 1],
      [0.99, 0.75, 0.55],
      [0.98, 0.5, 0.1],
      [0.98, 0.5, 0.1],
    ]);
  });
});
