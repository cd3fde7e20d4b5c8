import { describe, expect, it } from "vitest";
import { mean } from "../../src/numerics/statistics.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { sampleSparse } from "../../src/tasks/sparse.engine.ts";

const task = { dim: 6, exemplars: 4, tau: 2, sigma: 0.5, nonzero: 2 };
const stream = { seed: 7, label: "data", first: 0 };

/** The task weights of each prompt, [D]. */
const weightsOf = (settings: typeof task, prompts: number): Float32Array[] => {
  const drawn = sampleSparse(settings, stream, prompts).task as { readonly w: Float32Array };
  return Array.from({ length: prompts }, (_, b) => drawn.w.slice(6 * b, 6 * b + 6));
};

describe("sampleSparse", () => {
  it("does not depend on the size of the batch, and is drawn by its family's name", async () => {
    const batch = sampleSparse(task, stream, 20);
    expect(await samplePrompts({ ...task, family: "sparse" }, stream, 20)).toEqual(batch);
    expect(sampleSparse(task, { ...stream, first: 5 }, 1).y).toEqual(batch.y.slice(25, 30));
  });

  it("gives s weights of standard deviation τ, each set of coordinates as often as any other", () => {
    const n = 6000;
    const weights = weightsOf(task, n);
    const sets = new Map<string, number>();
    for (const w of weights) {
      const nonzero = [...w.keys()].filter((d) => w[d] !== 0);
      expect(nonzero).toHaveLength(2);
      sets.set(nonzero.join(), (sets.get(nonzero.join()) ?? 0) + 1);
    }
    expect(sets.size).toBe(15);
    const expected = n / 15;
    const chiSquare = [...sets.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(36.1); // the 0.999 quantile of 14 degrees of freedom
    const squares = mean(weights.flatMap((w) => [...w].filter((value) => value !== 0).map((value) => value ** 2)));
    expect(Math.abs(squares / 4 - 1)).toBeLessThan(4 * Math.sqrt(2 / (2 * n)));
  });

  it("has the same x for another s, and the same weights where both are nonzero", () => {
    const [few, many] = [weightsOf(task, 50), weightsOf({ ...task, nonzero: 4 }, 50)];
    few.forEach((w, b) => {
      w.forEach((value, d) => {
        if (value !== 0) expect(many[b]?.[d]).toBe(value);
      });
    });
    const xOf = (nonzero: number) => sampleSparse({ ...task, nonzero }, stream, 50).x;
    expect(xOf(1)).toEqual(xOf(6));
  });

  it.each([0, 7, 1.5])("refuses %j nonzero weights of 6", (nonzero) => {
    expect(() => sampleSparse({ ...task, nonzero }, stream, 1)).toThrow(
      `invalid nonzero: expected a whole number from 1 to 6, got ${nonzero}`,
    );
  });
});
