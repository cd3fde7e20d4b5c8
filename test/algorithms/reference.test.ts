import { describe, expect, it } from "vitest";
import { comparedIds } from "../../src/algorithms/learnerSets.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";
import { bayes } from "../../src/tasks/linear.bayes.ts";
import reference from "../reference/algorithms.json" with { type: "json" };

const cases: readonly ReferenceCase[] = reference.cases;

interface ReferenceCase {
  readonly name: string;
  readonly dim: number;
  readonly exemplars: number;
  readonly sigma: number;
  readonly tau: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly queryX?: readonly number[];
  readonly lengths?: readonly number[];
  readonly answers: Readonly<Record<string, readonly number[]>>;
  readonly variance: readonly number[];
}

const batchOf = ({ dim, exemplars, x, y, queryX, lengths }: ReferenceCase): PromptBatch => ({
  prompts: x.length / dim / (exemplars + 1),
  exemplars,
  dim,
  x: Float32Array.from(x),
  y: Float32Array.from(y),
  ...(queryX && { queryX: Float32Array.from(queryX) }),
  ...(lengths && { lengths: Int32Array.from(lengths) }),
});

const expectClose = (ours: Float32Array, theirs: readonly number[]) => {
  expect(ours.length).toBe(theirs.length);
  theirs.forEach((value, k) => {
    expect(Math.abs((ours[k] as number) - value), `at ${k}: ${ours[k]}, wanted ${value}`).toBeLessThan(
      1e-6 * Math.max(1, Math.abs(value)),
    );
  });
};

const ids = [...comparedIds, "ridge(1e-12)"]; // so small a λ takes ridge's other way

const { versions } = reference;
const made = `scikit-learn ${versions["scikit-learn"]} and NumPy ${versions.numpy}`;

describe.each(cases)(`$name: the same as ${made}`, (each) => {
  const batch = batchOf(each);

  it("has an answer of theirs for every algorithm that is compared", () => {
    expect(Object.keys(each.answers).sort()).toEqual([...ids].sort());
  });

  it.each(ids)("%s", async (id) => {
    const { predict } = await learnerById(id, each);
    expectClose(await predict(batch), each.answers[id] as readonly number[]);
  });

  it("the variance of bayes", async () => {
    expectClose((await bayes(each).variance?.(batch)) as Float32Array, each.variance);
  });
});
