import { describe, expect, it } from "vitest";
import { defaults } from "../../src/config/schema.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { QuestionError, type Replica, type StepReplica } from "../../src/training/replica.ts";
import { type PartialSum, type Shard, shardsOf, sumBranches, sumOf } from "../../src/training/shards.ts";
import { train } from "../../src/training/train.ts";
import { workerPool } from "../../src/training/workerPool.ts";

const specs = [{ name: "p", shape: [2], init: { constant: 0 }, role: "other" as const }];

/** A replica whose gradients tell which prompts were requested. */
const counting = (requested: Shard[][], die: () => boolean = () => false): Replica => ({
  async gradients(_, shards) {
    if (die()) throw new Error("gone");
    requested.push([...shards]);
    return shards.map(({ first, prompts, index }) => {
      return { loss: prompts, gradient: Float32Array.of(first, prompts), from: index, to: index + 1 };
    });
  },
  forward: async (_, passes) => passes.map(({ tokens }) => tokens.values),
  orthogonalize: async (matrices) => matrices.map(({ values }) => values),
  answers: async (parts) => parts.map(({ batch }) => [batch.y]),
  weights: async (parts) => parts.map(({ queries }) => [Float64Array.from(queries)]),
  probes: async (tasks) => tasks.map(({ seed }) => ({ errors: Float64Array.of(seed), attention: Float32Array.of(1) })),
  close() {},
});

describe("shards", () => {
  it.each([4, 7, 16])("cut a batch into %i parts that hold every prompt once", (count) => {
    for (const prompts of [1, 2, 3, 4, 5, 64, 67]) {
      const shards = shardsOf(100, prompts, count);
      expect(shards.length).toBe(Math.min(count, prompts));
      const all = shards.flatMap((shard) => Array.from({ length: shard.prompts }, (_, k) => shard.first + k));
      expect(all).toEqual(Array.from({ length: prompts }, (_, k) => 100 + k));
    }
  });

  const part = (value: number, from: number, to = from + 1): PartialSum => {
    return { loss: value, gradient: Float32Array.of(value), from, to };
  };

  it("are summed as one tree: (1 + 2) + (3 + 4)", () => {
    const parts = [1, 2 ** -24, 2 ** -24, 2 ** -24].map((value, k) => part(value, k));
    const sum = sumOf(parts, shardsOf(0, 64, 4));
    expect(sum.gradient[0]).toBe(Math.fround(Math.fround(1 + 2 ** -24) + 2 ** -23));
    expect(sum.loss).toBe(1 + 3 * 2 ** -24);
  });

  it.each([4, 16])("%i have the same sum whichever replica sums which of them first", (count) => {
    for (const prompts of [1, 2, 3, 4, 64]) {
      const shards = shardsOf(0, prompts, count);
      const n = shards.length;
      const parts = () => shards.map(({ index }) => part(1 / (3 + index ** 3), index));
      const wanted = sumOf(parts(), shards).gradient;
      for (let a = 0; a <= n; a++) {
        for (let b = a; b <= n; b++) {
          const cut = [parts().slice(0, a), parts().slice(a, b), parts().slice(b)];
          expect(
            sumOf(
              cut.flatMap((some) => sumBranches(some, 0, n)),
              shards,
            ).gradient,
          ).toEqual(wanted);
        }
      }
    }
  });

  it("are not taken for whole where one is missing", () => {
    const parts = [part(1, 0), part(1, 1), part(1, 3)];
    expect(() => sumOf(parts, shardsOf(0, 64, 4))).toThrow("invalid shards: the sum of 4 is not complete");
  });
});

describe("a pool of replicas", () => {
  const shards = shardsOf(0, 64, 4);

  it.each([0, 1, 2, 3, 5])("with %i others answers in the order of the requests", async (others) => {
    const requested: Shard[][] = [];
    const all = await workerPool(
      counting(requested),
      { step: others + 1, evaluation: 1 },
      async () => counting(requested),
      () => {},
    );
    expect(all.size).toBe(others + 1);
    const gradients = await all.gradients(Float32Array.of(0, 0), shards, 64);
    expect(gradients.map(({ gradient }) => gradient[0])).toEqual([0, 16, 32, 48]);
    expect(requested.flat().length).toBe(4);
  });

  it.each([0, 1, 3])("with %i others reads forward passes in the order of the requests", async (others) => {
    const all = await workerPool(
      counting([]),
      { step: 1, evaluation: others + 1 },
      async () => counting([]),
      () => {},
    );
    const passes = Array.from({ length: 5 }, (_, k) => ({
      tokens: { prompts: 1, length: 1, width: 1, prefix: 1, values: Float32Array.of(k) },
      stride: 1,
    }));
    expect(await all.forward(Float32Array.of(0, 0), passes)).toEqual(passes.map(({ tokens }) => tokens.values));
  });

  it("replaces a replica that fails, computes its part again, and warns", async () => {
    const requested: Shard[][] = [];
    const warnings: string[] = [];
    let spawned = 0;
    const spawn = async () => {
      spawned += 1;
      const mortal = spawned === 1;
      return counting(requested, () => mortal);
    };
    const all = await workerPool(counting(requested), { step: 2, evaluation: 2 }, spawn, (sentence) =>
      warnings.push(sentence),
    );
    const gradients = await all.gradients(Float32Array.of(0, 0), shards, 64);
    expect(gradients.map(({ gradient }) => gradient[0])).toEqual([0, 16, 32, 48]);
    expect(spawned).toBe(2);
    expect(warnings).toEqual(["a worker died (gone): its part of the work is computed again"]);
  });

  it("starts the threads of evaluations when there is something for them, and shares no step with them", async () => {
    const asked: Shard[][] = [];
    let spawned = 0;
    const spawn = async () => {
      spawned += 1;
      return counting(asked);
    };
    const all = await workerPool(counting([]), { step: 1, evaluation: 3 }, spawn, () => {});
    const batch = { prompts: 1, exemplars: 0, dim: 1, x: Float32Array.of(0), y: Float32Array.of(0) };
    const parts = (count: number) =>
      Array.from({ length: count }, (_, k) => ({ ids: ["ols"], batch: { ...batch, y: Float32Array.of(k) } }));
    expect(spawned).toBe(0);
    await all.answers(parts(2));
    expect(spawned).toBe(1);
    expect((await all.answers(parts(7))).flat()).toEqual(parts(7).map((part) => part.batch.y));
    expect(spawned).toBe(2);
    const hidden = { prompts: 1, hiddenSize: 1, tokens: 1, values: Float32Array.of(0) };
    const data = { hidden, targets: Float64Array.of(0) };
    const tasks = [1, 2, 3, 4, 5].map((seed) => ({ kind: "linear" as const, training: data, heldOut: data, seed }));
    expect((await all.probes(tasks)).map(({ errors }) => errors[0])).toEqual([1, 2, 3, 4, 5]);
    await all.gradients(Float32Array.of(0, 0), shards, 64);
    expect(asked).toEqual([]);
    expect(all.size).toBe(1);
  });

  it.each([true, false])("asks this thread what another could not compute; it could too: %s", async (computable) => {
    const warnings: string[] = [];
    const failing: Replica = { ...counting([]), forward: () => Promise.reject(new QuestionError("too large")) };
    let spawned = 0;
    const spawn = async () => {
      spawned += 1;
      return failing;
    };
    const all = await workerPool(computable ? counting([]) : failing, { step: 1, evaluation: 2 }, spawn, (sentence) =>
      warnings.push(sentence),
    );
    const passes = [1, 2].map((k) => ({
      tokens: { prompts: 1, length: 1, width: 1, prefix: 1, values: Float32Array.of(k) },
      stride: 1,
    }));
    const outputs = all.forward(Float32Array.of(0, 0), passes);
    if (!computable) {
      await expect(outputs).rejects.toThrow("too large");
      expect([spawned, warnings]).toEqual([1, []]);
      return;
    }
    expect(await outputs).toEqual(passes.map(({ tokens }) => tokens.values));
    expect([spawned, warnings.length]).toEqual([2, 1]);
  });

  it("continues on this thread if no other can be started", async () => {
    const warnings: string[] = [];
    const all = await workerPool(
      counting([]),
      { step: 2, evaluation: 2 },
      () => Promise.reject(new Error("no thread")),
      (sentence) => warnings.push(sentence),
    );
    const gradients = await all.gradients(Float32Array.of(0, 0), shards, 64);
    expect(gradients.map(({ gradient }) => gradient[0])).toEqual([0, 16, 32, 48]);
    expect(warnings).toEqual(["a worker could not be started (no thread): continuing with fewer"]);
  });
});

describe("train", () => {
  const config = { ...defaults.training, optimizer: "adam" as const, steps: 3, batch: 8, clip: 0 };

  it("draws the prompts of a step after those of the steps before, and reports each step", async () => {
    const requested: Shard[][] = [];
    const reports = [];
    for await (const report of train(specs, config, initialState(Float32Array.of(0, 0)), counting(requested)))
      reports.push(report);
    expect(reports.map((report) => report.state.step)).toEqual([1, 2, 3]);
    expect(reports.every((report) => report.finite && report.loss === 8)).toBe(true);
    expect(requested.map((shards) => shards[0]?.first)).toEqual([0, 8, 16]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("changes nothing and ends where the loss is %d", async (loss) => {
    const bad: Replica = {
      ...counting([]),
      gradients: async (_, shards) =>
        shards.map(({ index }) => ({ loss, gradient: Float32Array.of(1, 1), from: index, to: index + 1 })),
    };
    const start = initialState(Float32Array.of(4, 5));
    const reports = [];
    for await (const report of train(specs, config, start, bad)) reports.push(report);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.finite).toBe(false);
    expect(reports[0]?.state).toBe(start);
  });
});

it("says which tensor had the most of the gradient before a step that is not finite", async () => {
  const two = ["calm", "steep"].map((name) => ({ name, shape: [2], init: { constant: 0 }, role: "other" as const }));
  const gradients = [
    [1, 1, 0, 0],
    [3, 4, -9, 2],
    [Number.NaN, 1, 1, 1],
  ];
  const replica: StepReplica = {
    async gradients(_, [shard], prompts) {
      const step = (shard?.first ?? 0) / prompts;
      return [{ loss: 1, gradient: Float32Array.from(gradients[step] ?? []), from: 0, to: 1 }];
    },
    forward: async () => [],
    orthogonalize: async () => [],
    close() {},
  };
  const config = { ...defaults.training, batch: 1, optimizer: "adam" as const };
  const reports = [];
  for await (const report of train(two, config, initialState(new Float32Array(4)), replica)) reports.push(report);
  expect(reports.map(({ finite, steepest }) => [finite, steepest])).toEqual([
    [true, undefined],
    [true, undefined],
    [false, "steep"],
  ]);
});
