import { expect, test } from "vitest";
import { supportVectors } from "../../src/algorithms/classifiers/supportVectors.engine.ts";
import { sameSign } from "../../src/metrics/accuracy.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { mean } from "../../src/numerics/statistics.ts";
import { lastOf } from "../../src/prompts/prompt.ts";
import { halfspaceBayes } from "../../src/tasks/halfspace.bayes.ts";
import { sampleHalfspace } from "../../src/tasks/halfspace.engine.ts";
import { learnerById } from "../../src/tasks/learnerById.ts";

const task = { dim: 2, exemplars: 3, coefficients: "signed", classes: "independent" } as const;
const EDGE = Math.sqrt(3);

/** E[y] by weighted draws of (a, p) from the cubes: those that agree, each with 1 / P(class) of its exemplars. */
function byRejection(x: Float32Array, y: Float32Array, exemplars: number, planes: readonly Plane[]): number {
  let [sum, weights] = [0, 0];
  for (const { a, t, above } of planes) {
    const sideAt = (i: number) => (a[0] * (x[2 * i] as number) + a[1] * (x[2 * i + 1] as number) > t ? 1 : -1);
    let weight = 1;
    for (let i = 0; i < exemplars && weight > 0; i++)
      weight *= sideAt(i) !== y[i] ? 0 : 1 / (y[i] === 1 ? above : 1 - above);
    weights += weight;
    sum += weight * sideAt(exemplars);
  }
  return sum / weights;
}

interface Plane {
  readonly a: readonly [number, number];
  readonly t: number;
  readonly above: number; // P(⟨a, x⟩ > t)
}

function drawPlanes(count: number): Plane[] {
  const random = randomAt(3, "planes", 0);
  const inCube = (edge: number) => edge * (2 * random.uniform() - 1);
  const points = Array.from({ length: 2000 }, () => [inCube(EDGE), inCube(EDGE)] as const);
  return Array.from({ length: count }, () => {
    const a = [inCube(1), inCube(1)] as const;
    const t = a[0] * inCube(EDGE) + a[1] * inCube(EDGE);
    const above = points.filter(([u, v]) => a[0] * u + a[1] * v > t).length / points.length;
    return { a, t, above: Math.min(0.999, Math.max(0.001, above)) };
  });
}

test("is the mean over planes drawn as the prompts draw them that agree with the exemplars", async () => {
  const batch = sampleHalfspace(task, { seed: 5, label: "test", first: 0 }, 20);
  const { x } = lastOf(batch);
  const answers = await halfspaceBayes(20_000).predictQueries(batch, x, 3);
  const planes = drawPlanes(50_000);
  const apart = Array.from(answers, (answer, b) => {
    const drawn = byRejection(batch.x.subarray(8 * b, 8 * b + 8), batch.y.subarray(4 * b, 4 * b + 4), 3, planes);
    return Math.abs(answer - drawn);
  });
  expect(mean(apart)).toBeLessThan(0.025);
  expect(Math.max(...apart)).toBeLessThan(0.1);
});

test("is ahead of a support vector machine, and depends on the exemplars alone", async () => {
  const batch = sampleHalfspace({ ...task, dim: 8, exemplars: 32 }, { seed: 5, label: "test", first: 0 }, 300);
  const { x, y } = lastOf(batch);
  const answers = await halfspaceBayes(100).predictQueries(batch, x, 32);
  const machine = supportVectors("linear");
  const theirs = await machine.predictQueries(batch, x, 32);
  machine.dispose?.();
  expect(mean(sameSign(answers, y))).toBeGreaterThan(mean(sameSign(theirs, y)) + 0.02);
  const { task: _, ...shown } = batch;
  expect(await halfspaceBayes(100).predictQueries(shown, x, 32)).toEqual(answers);
});

test("answers 0 without exemplars", async () => {
  const batch = sampleHalfspace(task, { seed: 5, label: "test", first: 0 }, 2);
  expect([...(await halfspaceBayes(10).predictQueries(batch, lastOf(batch).x, 0))]).toEqual([0, 0]);
});

test("is the learner bayes of prompts whose classes are independent, and of no others", async () => {
  const about = { family: "halfspace", coefficients: "signed" } as const;
  expect((await learnerById("bayes", { ...about, classes: "independent" as const })).id).toBe("bayes");
  await expect(learnerById("bayes", { ...about, classes: "balanced" as const })).rejects.toThrow(
    'bayes needs prompts.coefficients "signed" and prompts.classes "independent", got "signed" and "balanced"',
  );
});
