import { describe, expect, it } from "vitest";
import { mean } from "../../src/numerics/statistics.ts";
import { sliceBatch } from "../../src/prompts/prompt.ts";
import { DEVIATION, MIDDLE, sampleHalfspace } from "../../src/tasks/halfspace.engine.ts";

const stream = { seed: 7, label: "data", first: 0 };
const task = { dim: 3, exemplars: 8, coefficients: "signed" } as const;

describe("sampleHalfspace", () => {
  const batch = sampleHalfspace(task, stream, 300);
  const positions = task.exemplars + 1;
  const known = batch.task?.kind === "halfspace" ? batch.task : undefined;

  it("has whole coordinates 1…1000, half of the exemplars of each class, every y on its side of ⟨a, x⟩ = t", () => {
    const raw = batch.x.map((value) => value * DEVIATION + MIDDLE);
    for (const value of raw) {
      expect(Math.abs(value - Math.round(value))).toBeLessThan(1e-3);
      expect(Math.round(value)).toBeGreaterThanOrEqual(1);
      expect(Math.round(value)).toBeLessThanOrEqual(1000);
    }
    for (let b = 0; b < 300; b++) {
      expect(batch.y.subarray(b * positions, b * positions + 8).reduce((sum, y) => sum + y, 0)).toBe(0);
      for (let i = 0; i < positions; i++) {
        let product = 0;
        for (let d = 0; d < 3; d++)
          product += (known?.w[b * 3 + d] as number) * Math.round(raw[(b * positions + i) * 3 + d] as number);
        expect(batch.y[b * positions + i]).toBe(product > (known?.threshold[b] as number) ? 1 : -1);
      }
    }
  });

  it("does not depend on the size of the batch, and is cut with its task", () => {
    const alone = sampleHalfspace(task, { ...stream, first: 5 }, 1);
    expect(alone).toEqual(sliceBatch(batch, 5, 6));
  });

  it("has coefficients of either sign, or as printed of one", () => {
    const signs = (batch.task?.w ?? new Float32Array()).map(Math.sign);
    expect(Math.abs(mean(signs))).toBeLessThan(5 / Math.sqrt(signs.length));
    const printed = sampleHalfspace({ ...task, coefficients: "positive" }, stream, 50);
    for (const value of printed.task?.w ?? []) expect(value).toBeGreaterThan(0);
  });

  it("has queries that are not balanced: rare classes are rare among them", () => {
    const { y } = sampleHalfspace({ dim: 1, exemplars: 4, coefficients: "positive" }, stream, 4000);
    const queries = Float64Array.from({ length: 4000 }, (_, b) => y[b * 5 + 4] as number);
    expect(Math.abs(mean(queries))).toBeLessThan(5 / Math.sqrt(4000));
    // t is uniform, so a query is above it with a probability that is uniform too; a single draw of it has variance 1.
    expect(mean(queries.map((value) => value ** 2))).toBe(1);
  });

  it("has the classes of its exemplars in a random order", () => {
    const first = Float64Array.from({ length: 300 }, (_, b) => batch.y[b * positions] as number);
    expect(Math.abs(mean(first))).toBeLessThan(5 / Math.sqrt(300));
  });

  it("has classes of fair coins if they are independent, also of an odd number of exemplars", () => {
    const coins = sampleHalfspace({ ...task, exemplars: 7, classes: "independent" }, stream, 2000);
    const above = Float64Array.from(
      { length: 2000 },
      (_, b) => coins.y.subarray(b * 8, b * 8 + 7).filter((y) => y > 0).length,
    );
    expect(Math.abs(mean(above) - 3.5)).toBeLessThan(5 * Math.sqrt(7 / 4 / 2000));
    const variance = mean(above.map((count) => (count - 3.5) ** 2));
    expect(Math.abs(variance - 7 / 4)).toBeLessThan(0.3); // that of a binomial count; 0 if balanced
    // The label of one exemplar says nothing of the next.
    const together = Float64Array.from(
      { length: 2000 },
      (_, b) => (coins.y[b * 8 + 5] as number) * (coins.y[b * 8 + 6] as number),
    );
    expect(Math.abs(mean(together))).toBeLessThan(5 / Math.sqrt(2000));
    expect(() => sampleHalfspace({ ...task, exemplars: 7 }, stream, 1)).toThrow(
      "expected an even number up to 2048, got 7",
    );
  });
});
