import fc from "fast-check";
import { expect, test } from "vitest";
import { shuffleLabels } from "../../src/prompts/shuffleLabels.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";

const linear = { dim: 2, tau: 1, sigma: 0, taskWeights: "drawn" } as const;
const stream = { seed: 3, label: "test", first: 0 };

test("each y moves on to the next exemplar, the last to the first; the query and every x stay", () => {
  const batch = sampleLinear({ ...linear, exemplars: 3 }, stream, 2);
  const [a, b, c, query, d, e, f, other] = batch.y;
  const moved = shuffleLabels(batch);
  expect([...moved.y]).toEqual([c, a, b, query, f, d, e, other]);
  expect(moved.x).toBe(batch.x);
  expect(moved.task).toBe(batch.task);
  expect([...shuffleLabels(batch, 2).y]).toEqual([b, a, c, query, e, d, f, other]); // of the first two exemplars alone
  expect(shuffleLabels(batch, 0)).toBe(batch);
});

test("no exemplar has the y of a later one, but the first, so no answer gets into the exemplars before its query", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (exemplars) => {
      const batch = sampleLinear({ ...linear, exemplars }, stream, 1);
      const { y } = shuffleLabels(batch);
      for (let n = 1; n < exemplars; n++) expect(batch.y.indexOf(y[n] as number)).toBe(n - 1);
      expect([...y].sort()).toEqual([...batch.y].sort());
    }),
  );
});

test("more exemplars than there are is refused", () => {
  const batch = sampleLinear({ ...linear, exemplars: 3 }, stream, 2);
  expect(() => shuffleLabels(batch, 4)).toThrow(/exemplars/);
});
