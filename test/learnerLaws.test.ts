import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { numberIn, parseId } from "../src/algorithms/algorithm.ts";
import { algorithms } from "../src/algorithms/algorithms.ts";
import type { Learner, LearnerLaw } from "../src/algorithms/learner.ts";
import { comparedIds } from "../src/algorithms/learnerSets.ts";
import { defaults } from "../src/config/schema.ts";
import { randomAt } from "../src/numerics/random.ts";
import { type PromptBatch, sliceBatch } from "../src/prompts/prompt.ts";
import { learnerById } from "../src/tasks/learnerById.ts";
import { sampleLinear } from "../src/tasks/linear.engine.ts";
import { inContextLearner } from "../src/transformer/inContextLearner.ts";
import { transformer } from "../src/transformer/model.ts";
import { CLASSIFIERS, exampleIds } from "./algorithms/exampleIds.ts";
import { startHere } from "./kernels/startHere.ts";

const MOST = { dim: 4, exemplars: 9 };
const ofNumbers = algorithms.filter(({ id }) => !CLASSIFIERS.includes(id));
const extremes = ["ridge(0.000001)", "ridge(100)", "gd(0.005,3)"];
const ids = [...new Set([...comparedIds, ...exampleIds(ofNumbers), ...extremes]), "transformer"];

const aBatch = fc
  .record({
    dim: fc.integer({ min: 1, max: MOST.dim }),
    exemplars: fc.integer({ min: 1, max: MOST.exemplars }),
    sigma: fc.constantFrom(0, 0.5),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    prompts: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ seed, prompts, ...task }) => ({
    ...task,
    seed,
    tau: 1,
    prompts: sampleLinear({ ...task, tau: 1 }, { seed, label: "laws", first: 0 }, prompts),
  }));

interface Given {
  readonly prompts: PromptBatch;
  readonly sigma: number;
  readonly tau: number;
  readonly seed: number;
}

/** The learner of an id for prompts of a shape: an untrained transformer is as good a function as any. */
async function learnerFor(id: string, { prompts, sigma, tau, seed }: Given): Promise<Learner> {
  if (id !== "transformer") return learnerById(id, { sigma, tau });
  const config = { ...defaults.model, layers: 2, hiddenSize: 8, heads: 2 };
  const model = transformer(config, prompts.dim, prompts.exemplars);
  return inContextLearner(model, model.init(seed), {});
}

/** Checks something of a learner on many batches. */
const always = (id: string, check: (learner: Learner, given: Given) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(aBatch, async (given) => {
      const learner = await learnerFor(id, given);
      try {
        await check(learner, given);
      } finally {
        learner.dispose?.();
      }
    }),
    { numRuns: id === "transformer" ? 10 : 30, seed: 1 },
  );

const expectNear = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number) => {
  expect(a.length).toBe(b.length);
  const size = Math.max(1, ...Array.from(b, Math.abs));
  for (let k = 0; k < a.length; k++) {
    expect(Math.abs((a[k] as number) - (b[k] as number)), `at ${k}: ${a[k]}, wanted ${b[k]}`).toBeLessThanOrEqual(
      tolerance * size,
    );
  }
};

/** The x at one position of every prompt, [B, 1, D]. */
function xAt({ x, prompts, exemplars, dim }: PromptBatch, position: number): Float32Array {
  const found = new Float32Array(prompts * dim);
  for (let b = 0; b < prompts; b++) {
    const from = (b * (exemplars + 1) + position) * dim;
    found.set(x.subarray(from, from + dim), b * dim);
  }
  return found;
}

const column = (values: Float32Array, positions: number, position: number) =>
  values.filter((_, k) => k % positions === position);

/** The same prompts with everything after the x of a position replaced. */
function changedAfter(batch: PromptBatch, position: number): PromptBatch {
  const { x, y, dim, exemplars } = batch;
  const place = (k: number) => k % (exemplars + 1);
  return {
    ...batch,
    x: x.map((value, k) => (place(Math.floor(k / dim)) > position ? 3 - value : value)),
    y: y.map((value, k) => (place(k) >= position ? 7 - value : value)),
  };
}

/** The same prompts with the first `count` exemplars of each in another order. */
function shuffledFirst(batch: PromptBatch, count: number, seed: number): PromptBatch {
  const { prompts, exemplars, dim } = batch;
  const x = batch.x.slice();
  const y = batch.y.slice();
  for (let b = 0; b < prompts; b++) {
    const random = randomAt(seed, "order", b);
    for (let k = count - 1; k > 0; k--) {
      const i = b * (exemplars + 1) + k;
      const j = b * (exemplars + 1) + random.integer(k + 1);
      [y[i], y[j]] = [y[j] as number, y[i] as number];
      for (let d = 0; d < dim; d++)
        [x[i * dim + d], x[j * dim + d]] = [x[j * dim + d] as number, x[i * dim + d] as number];
    }
  }
  return { ...batch, x, y };
}

const laws: Record<LearnerLaw, (id: string) => Promise<void>> = {
  zeroWithNone: (id) =>
    always(id, async (learner, { prompts }) => {
      const positions = prompts.exemplars + 1;
      for (const answer of column(await learner.predict(prompts), positions, 0)) expect(answer).toBe(0);
      for (const answer of await learner.predictQueries(prompts, prompts.x, 0)) expect(answer).toBe(0);
    }),
  exchangeable: (id) =>
    always(id, async (learner, { prompts, seed }) => {
      const { exemplars } = prompts;
      const other = shuffledFirst(prompts, exemplars, seed);
      const at = column(await learner.predict(prompts), exemplars + 1, exemplars);
      expectNear(column(await learner.predict(other), exemplars + 1, exemplars), at, 1e-5);
    }),
  homogeneous: (id) =>
    always(id, async (learner, { prompts }) => {
      const once = await learner.predict(prompts);
      const scaled = await learner.predict({ ...prompts, y: prompts.y.map((value) => -4 * value) });
      expectNear(
        scaled,
        once.map((value) => -4 * value),
        1e-6,
      );
    }),
  exactWhenDetermined: (id) =>
    always(id, async (learner, given) => {
      if (given.sigma > 0) return;
      const { prompts } = given;
      const positions = prompts.exemplars + 1;
      const answers = await learner.predict(prompts);
      for (let position = prompts.dim; position < positions; position++) {
        // y has the 24 bits of float32; an ill-conditioned draw may magnify its last one.
        expectNear(column(answers, positions, position), column(prompts.y, positions, position), 1e-3);
      }
    }),
};

beforeAll(async () => {
  expect((await startHere("cpu")).name).toBe("cpu");
});

// A transformer claims nothing; that is tested below.
const claims = new Map<string, readonly LearnerLaw[]>();
for (const id of ids) claims.set(id, id === "transformer" ? [] : (await learnerById(id, { sigma: 0, tau: 1 })).laws);

describe.each(ids)("%s", (id) => {
  const example = sampleLinear({ dim: 2, exemplars: 3, tau: 1, sigma: 0 }, { seed: 1, label: "laws", first: 0 }, 1);

  const claimed = claims.get(id) ?? [];
  for (const law of claimed) it(`is ${law}`, () => laws[law](id));

  it("has the requested id, and all its claims are tested", async () => {
    const learner = await learnerFor(id, { prompts: example, sigma: 0, tau: 1, seed: 1 });
    const [got, wanted] = [parseId(learner.id), parseId(id)];
    expect(got.name).toBe(wanted.name);
    const asNumbers = (values: readonly string[]) => values.map((value) => numberIn(value) || value);
    expect(asNumbers(got.values)).toEqual(asNumbers(wanted.values));
    expect(learner.laws).toEqual(claimed);
    learner.dispose?.();
  });

  it("answers a position without anything that comes after it (causality)", () =>
    always(id, async (learner, { prompts }) => {
      const positions = prompts.exemplars + 1;
      const before = await learner.predict(prompts);
      for (const position of new Set([0, Math.floor(positions / 2), positions - 1])) {
        const after = await learner.predict(changedAfter(prompts, position));
        for (let k = 0; k <= position; k++) {
          expectNear(column(after, positions, k), column(before, positions, k), id === "transformer" ? 1e-6 : 0);
        }
      }
    }));

  it("answers fresh queries as it answers the same x at a position", () =>
    always(id, async (learner, { prompts }) => {
      const positions = prompts.exemplars + 1;
      const answers = await learner.predict(prompts);
      for (let position = 0; position < positions; position++) {
        const alone = await learner.predictQueries(prompts, xAt(prompts, position), position);
        expectNear(alone, column(answers, positions, position), id === "transformer" ? 1e-5 : 0);
      }
    }));

  it("answers a query of its own at a position as it answers the same x there", () =>
    always(id, async (learner, { prompts }) => {
      const answers = await learner.predict({ ...prompts, queryX: prompts.x });
      expectNear(answers, await learner.predict(prompts), id === "transformer" ? 1e-5 : 0);
    }));

  it("answers each prompt alone as among others", () =>
    always(id, async (learner, { prompts }) => {
      const positions = prompts.exemplars + 1;
      const answers = await learner.predict(prompts);
      for (let b = 0; b < prompts.prompts; b++) {
        const alone = await learner.predict(sliceBatch(prompts, b, b + 1));
        expectNear(alone, answers.subarray(b * positions, (b + 1) * positions), id === "transformer" ? 1e-6 : 0);
      }
    }));

  it("stops if its signal aborts", async () => {
    const learner = await learnerFor(id, { prompts: example, sigma: 0, tau: 1, seed: 1 });
    await expect(learner.predict(example, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    learner.dispose?.();
  });
});
