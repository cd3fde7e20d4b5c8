import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { columnAt, columnsOf, seriesOf } from "../../src/app/chart/figureValues.ts";
import { distanceDomain } from "../../src/app/watch/distanceDomain.ts";
import type { Row } from "../../src/comparison/row.ts";
import { agreementByExemplars } from "../../src/plots/agreementByExemplars.ts";

const { document } = parseHTML("<html><body></body></html>");

const spd = (reference: string, exemplars: number, value: number, step = 5): Row => ({
  experiment: "run",
  metric: "spd",
  learner: "transformer",
  reference,
  at: { exemplars, step },
  statistic: "mean",
  value,
  low: value / 2,
  high: value * 2,
  n: 512,
  of: "prompts",
});
const rows = [spd("ols", 1, 0.01), spd("ols", 2, 0.02), spd("zero", 1, 0.9), spd("zero", 2, 0.8)];

test("columnsOf sorts the values of a figure from left to right and from top to bottom", () => {
  const figure = agreementByExemplars(rows, { document, width: 600, height: 300, theme: "light" });
  const columns = columnsOf(figure.values);
  expect(columns.map(({ x }) => x)).toEqual(["1", "2"]);
  expect(columns[0]?.values.map(({ series, value, low, high }) => [series, value, low, high])).toEqual([
    ["zero", 0.9, 0.45, 1.8],
    ["ols", 0.01, 0.005, 0.02],
  ]);
  expect(seriesOf(columns).map(({ series }) => series)).toEqual(["zero", "ols"]);
  const [first, second] = columns;
  expect(columnAt(columns, 0)).toBe(first);
  expect(columnAt(columns, 600)).toBe(second);
  expect(columnAt([], 0)).toBeUndefined();
});

test("distanceDomain covers every evaluation, so that the axis does not change", () => {
  const [low, high] = distanceDomain([...rows, spd("ols", 1, 3e-5, 9), spd("ols", 2, 0, 9)]);
  expect(low).toBeCloseTo(1e-5, 12);
  expect(high).toBeCloseTo(1.8 * 1.2); // the upper end of a band
  expect(distanceDomain([])).toEqual([1e-13, 1]);
});
