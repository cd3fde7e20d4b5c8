import { expect, test } from "vitest";
import { drawRows, type NumericTable, sampleTable } from "../../src/prompts/table.ts";

const rows = 40;
const tableWith = (constant: number, odd = constant): NumericTable => ({
  target: "y",
  features: ["a", "c"],
  x: Array.from({ length: rows }, (_, k) => [Math.sin(k), k === 7 ? odd : constant]),
  y: Array.from({ length: rows }, (_, k) => Math.cos(3 * k)),
  dropped: 0,
});
const options = { dim: 2, exemplars: 10, scale: 1, seed: 1 };

test.each([0.25, 0.1, 0.7, 1e9 + 0.1, -3.3e-7])(
  "a column that is %d in every row is zero in every prompt",
  (constant) => {
    const { x } = drawRows(tableWith(constant), options);
    for (let i = 0; i < 10; i++) expect(x[2 * i + 1]).toBe(0);
    const { batch } = sampleTable(tableWith(constant), options, 5);
    for (const values of [batch.x, batch.queryX as Float32Array])
      values.forEach((value, k) => {
        if (k % 2 === 1) expect(value).toBe(0);
      });
  },
);

test("a column that is constant except for one row is used, whichever rows are exemplars", () => {
  for (const seed of [1, 2, 3, 4, 5])
    expect(() => sampleTable(tableWith(0.1, 0.2), { ...options, seed }, 5)).not.toThrow();
});
