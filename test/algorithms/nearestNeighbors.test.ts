import { describe, expect, it } from "vitest";
import { type NeighborWeights, nearestNeighbors } from "../../src/algorithms/nearestNeighbors.engine.ts";

const batch = {
  prompts: 1,
  exemplars: 5,
  dim: 1,
  x: Float32Array.of(0, 4, 1, 1, 10, 0),
  y: Float32Array.of(8, 2, 3, 5, 100, 0),
};

const answer = async (query: number, exemplars: number, weights: NeighborWeights, k = 3) => {
  const [value] = await nearestNeighbors(k, weights).predictQueries(batch, Float32Array.of(query), exemplars);
  return value as number;
};

describe("nearestNeighbors", () => {
  it("takes the mean of the three nearest, or of those there are", async () => {
    expect(await answer(7, 0, "uniform")).toBe(0);
    expect(await answer(7, 1, "uniform")).toBe(8);
    expect(await answer(7, 2, "uniform")).toBe(5);
    expect(await answer(0.5, 5, "uniform")).toBeCloseTo((8 + 3 + 5) / 3, 6);
    expect(await answer(7, 5, "uniform")).toBeCloseTo((2 + 3 + 100) / 3, 5); // 1 and 1 are as near: the earlier counts
  });

  it("weighs by the inverse square of the distance", async () => {
    expect(await answer(3, 2, "inverse-square")).toBeCloseTo((8 / 9 + 2) / (1 / 9 + 1), 6);
    expect(await answer(-1, 5, "inverse-square")).toBeCloseTo((8 + 3 / 4 + 5 / 4) / (1 + 1 / 4 + 1 / 4), 6);
  });

  it("gives the y of an exemplar that it hits, their mean where it hits several", async () => {
    expect(await answer(4, 5, "inverse-square")).toBe(2);
    expect(await answer(1, 5, "inverse-square")).toBe(4);
    expect(await answer(1, 5, "inverse-square", 1)).toBe(3);
  });
});
