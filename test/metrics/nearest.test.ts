import { describe, expect, it } from "vitest";
import { nearest } from "../../src/metrics/nearest.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { bootstrap } from "../../src/numerics/statistics.ts";

const PROMPTS = 200;
const resamples = bootstrap(PROMPTS, 1);
const drawn = (index: number, shift: number) => {
  const random = randomAt(1, "nearest", index);
  return Float64Array.from({ length: PROMPTS }, () => shift + random.normal() ** 2);
};

describe("nearest", () => {
  it("is the candidate of smallest mean, decided where the runner-up is clearly farther", () => {
    const found = nearest(
      new Map([
        ["far", drawn(0, 5)],
        ["near", drawn(1, 0)],
        ["middle", drawn(2, 2)],
      ]),
      resamples,
    );
    expect(found).toMatchObject({ id: "near", runnerUp: "middle", decided: true });
    expect(found.margin.low).toBeGreaterThan(0);
    expect(found.spd).toBeCloseTo(drawn(1, 0).reduce((sum, value) => sum + value) / PROMPTS, 12);
  });

  it("is undecided if the prompts do not distinguish the two", () => {
    const found = nearest(
      new Map([
        ["a", drawn(0, 0)],
        ["b", drawn(1, 0)],
        ["far", drawn(2, 3)],
      ]),
      resamples,
    );
    expect(found.decided).toBe(false);
    expect([found.id, found.runnerUp].sort()).toEqual(["a", "b"]);
    expect(found.margin.low).toBeLessThanOrEqual(0);
    expect(found.margin.value).toBeGreaterThanOrEqual(0);
  });

  it("is decided by a small difference where it is the same in every prompt: the bootstrap is paired", () => {
    const wide = drawn(0, 0).map((value) => 100 * value);
    const found = nearest(
      new Map([
        ["b", wide.map((value) => value + 0.01)],
        ["a", wide],
      ]),
      resamples,
    );
    expect(found).toMatchObject({ id: "a", decided: true });
    expect(found.margin.value).toBeCloseTo(0.01, 9);
  });

  it("is undecided between equal candidates", () => {
    const values = drawn(0, 0);
    expect(
      nearest(
        new Map([
          ["a", values],
          ["b", values],
        ]),
        resamples,
      ).decided,
    ).toBe(false);
  });

  it("is never a candidate with answers that are not numbers", () => {
    const broken = new Float64Array(PROMPTS).fill(Number.NaN);
    const found = nearest(
      new Map([
        ["broken", broken],
        ["b", drawn(0, 9)],
        ["endless", new Float64Array(PROMPTS).fill(Number.POSITIVE_INFINITY)],
        ["a", drawn(1, 0)],
      ]),
      resamples,
    );
    expect(found).toMatchObject({ id: "a", runnerUp: "b", decided: true });
  });

  it("refuses fewer than two candidates", () => {
    expect(() => nearest(new Map([["a", drawn(0, 0)]]), resamples)).toThrow(
      "invalid candidates: expected at least two learners, got 1",
    );
  });
});
