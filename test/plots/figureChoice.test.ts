import { describe, expect, test } from "vitest";
import type { Row, RowPlace } from "../../src/comparison/row.ts";
import { flippedLabelsFigures } from "../../src/experiments/wei2023/flippedLabels.figures.ts";
import { type Chosen, choiceValues, type FigureChoice, makeChoices } from "../../src/plots/figureChoice.ts";
import { optionsOf } from "./drawn.ts";
import { rowAt } from "./fixtureRows.ts";
import { recordRows } from "./recordRows.ts";

const share: FigureChoice = { name: "flipped", label: "Share", of: ({ flipped }) => flipped, first: 1 };
const size: FigureChoice = {
  name: "size",
  label: "Size",
  of: ({ layers }) => (layers === undefined ? undefined : `L${layers}`),
};
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
    const chosenRows = (...given: Parameters<typeof makeChoices>) => makeChoices(...given).rows;
    expect(chosenRows(rows, [share, size])).toEqual([both, small, none]);
    expect(chosenRows(rows, [share, size], { size: "L2" })).toEqual([small, none]);
    expect(chosenRows(rows, [share, size], { flipped: 0.5 })).toEqual([half, none]);
    expect(chosenRows(rows, [share, size], { flipped: undefined })).toEqual(rows);
  });

  test("offers the values left by the choices before it, and its default if its own value is gone", () => {
    const offered = (chosen: Chosen) =>
      makeChoices(rows, [share, size], chosen).made.map(({ values, value }) => ({ values, value }));
    expect(offered({ size: "L2" })).toEqual([
      { values: [0.5, 1], value: 1 },
      { values: ["L8", "L2"], value: "L2" },
    ]);
    expect(offered({ flipped: 0.5, size: "L2" })).toEqual([
      { values: [0.5, 1], value: 0.5 },
      { values: ["L8"], value: undefined },
    ]);
    expect(offered({ flipped: 0.25 })[0]).toEqual({ values: [0.5, 1], value: 1 });
  });

  test("changes the curve: accuracy by size falls as more labels are flipped", () => {
    const figure = flippedLabelsFigures.find(({ name }) => name === "accuracyBySize");
    const record = { rows: recordRows.filter(({ at }) => at.flipped !== undefined), runs: [] };
    const accuracies = [0, 0.5, 1, undefined].map((flipped) => {
      const drawn = figure?.draw(record, optionsOf(), flipped === undefined ? {} : { flipped });
      return drawn?.values
        .filter(({ series }) => series === "transformer")
        .map(({ value }) => Number(value.toFixed(2)));
    });
    expect(accuracies).toEqual([
      [1, 1, 1],
      [0.99, 0.75, 0.55],
      [0.98, 0.5, 0.1],
      [0.98, 0.5, 0.1],
    ]);
  });
});
