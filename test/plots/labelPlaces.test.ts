import fc from "fast-check";
import { expect, test } from "vitest";
import { labelPlaces } from "../../src/plots/parts/labelPlaces.ts";

const at = (...middles: number[]) => middles.map((each) => ({ at: each, size: 10 }));

test("labelPlaces leaves labels that do not overlap, and moves overlapping ones apart by the same distance each", () => {
  expect(labelPlaces(at(10, 30, 90), [0, 100])).toEqual([10, 30, 90]);
  expect(labelPlaces(at(50, 50), [0, 100])).toEqual([45, 55]);
  expect(labelPlaces(at(50, 52, 90), [0, 100])).toEqual([46, 56, 90]);
  expect(labelPlaces(at(0, 1, 99), [0, 100])).toEqual([5, 15, 95]);
  expect(labelPlaces([], [0, 100])).toEqual([]);
});

const labels = fc
  .array(fc.record({ at: fc.double({ min: 0, max: 300, noNaN: true }), size: fc.integer({ min: 5, max: 40 }) }), {
    minLength: 1,
    maxLength: 7,
  })
  .map((each) => each.sort((a, b) => a.at - b.at));

test("labelPlaces: no labels overlap, all lie inside, and none could lie nearer to its own place", () => {
  fc.assert(
    fc.property(labels, (requested) => {
      const places = labelPlaces(requested, [0, 300]);
      places.forEach((place, k) => {
        const { at: where, size } = requested[k] as (typeof requested)[number];
        const before = requested[k - 1];
        const after = requested[k + 1];
        const low = before ? (places[k - 1] as number) + (before.size + size) / 2 : size / 2;
        const high = after ? (places[k + 1] as number) - (after.size + size) / 2 : 300 - size / 2;
        expect(place).toBeGreaterThanOrEqual(low - 1e-6);
        expect(place).toBeLessThanOrEqual(high + 1e-6);
        const best = Math.max(low, Math.min(where, high));
        expect(Math.abs(place - best)).toBeLessThan(1e-6);
      });
    }),
  );
});
