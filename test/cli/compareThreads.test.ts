import { expect, test } from "vitest";
import type { AlgorithmEngine } from "../../src/algorithms/algorithm.ts";
import { type Checkpoint, modelOf } from "../../src/checkpoints/checkpoint.ts";
import type { Host } from "../../src/checkpoints/host.ts";
import { nodeHost } from "../../src/cli/nodeHost.ts";
import { withSettings } from "../../src/config/config.ts";
import { defaults, type Setting } from "../../src/config/schema.ts";
import { addAlgorithm } from "../../src/extensions/addAlgorithm.ts";
import { startEngine } from "../../src/kernels/startEngine.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { compareOnPrompts } from "../../src/runs/compareCheckpoint.ts";
import { trainProbes } from "../../src/runs/trainProbes.ts";
import { initialState } from "../../src/training/optimizer.ts";
import type { Question } from "../../src/training/remoteReplica.ts";
import { ofFamily } from "../config/ofFamily.ts";

const PROMPTS = 150; // the last parts of 64 and of 8 prompts are shorter
const sizes = { dim: 2, exemplars: 3, layers: 1, hiddenSize: 8, heads: 1 };

function checkpointOf(settings: Readonly<Record<string, Setting>> = {}): Checkpoint {
  const config = withSettings(defaults, ofFamily({ ...sizes, ...settings }));
  return { config, state: initialState(modelOf(config).init(1)), secondsTraining: 0 };
}

const compareWith = (host: Host, checkpoint: Checkpoint, more: readonly string[] = []) =>
  compareOnPrompts(checkpoint, { prompts: PROMPTS, seed: 5 }, host, more);

/** The host's threads, with what each was asked; `kill` ends a thread in the middle of some questions. */
function watched(host: Host, kill: (asked: readonly Question["type"][]) => boolean = () => false) {
  const asked: Question["type"][] = [];
  const warnings: string[] = [];
  const spawnReplica = async () => {
    const port = await (host.spawnReplica as NonNullable<Host["spawnReplica"]>)();
    const post = (message: unknown, moved: ArrayBufferLike[]) => {
      port.post(message, moved);
      asked.push((message as Question).type);
      if (kill(asked)) port.close();
    };
    return { ...port, post };
  };
  return { asked, warnings, host: { ...host, spawnReplica, warn: (sentence: string) => warnings.push(sentence) } };
}

test.each<[string, Record<string, Setting>, readonly string[]]>([
  ["linear", { sigma: 0.3 }, ["lasso(0.1)", "knn(2, uniform)"]],
  ["halfspace", { family: "halfspace", exemplars: 4 }, ["svm(linear)"]],
  ["sparse", { family: "sparse", nonzero: 1, sigma: 0.1 }, []],
  ["symbols", { family: "symbols", readout: "symbol" }, []],
])("a comparison on %s prompts has the same bits on one, two and three threads", async (_, settings, more) => {
  const checkpoint = checkpointOf(settings);
  const alone = await compareWith(nodeHost("wasm", "1"), checkpoint, more);
  expect(alone.rows.length).toBeGreaterThan(0);
  for (const workers of ["2", "3"]) {
    const { host, asked, warnings } = watched(nodeHost("wasm", workers));
    expect(await compareWith(host, checkpoint, more)).toEqual(alone);
    expect(asked.filter((type) => type === "begin").length).toBe(Number(workers) - 1);
    expect(new Set(asked)).toContain("answers");
    expect(new Set(asked)).toContain("weights");
    expect(warnings).toEqual([]);
  }
});

test("probes have the same bits on one and two threads", async () => {
  const checkpoint = checkpointOf();
  const random = randomAt(1, "test", 0);
  const dataOf = (prompts: number) => {
    const values = Float32Array.from({ length: prompts * 3 * 2 }, () => random.normal());
    const targets = Float64Array.from({ length: prompts * 2 }, () => random.normal());
    return { hidden: { prompts, hiddenSize: 3, tokens: 2, values }, targets };
  };
  const [training, heldOut] = [dataOf(64), dataOf(16)];
  const tasks = [1, 2, 3].map((seed) => ({ kind: "linear" as const, training, heldOut, seed }));
  const engine = await startEngine(nodeHost("wasm", "1"));
  const alone = await trainProbes({ checkpoint }, tasks, engine);
  expect(new Set(alone.map(({ errors }) => errors.join())).size).toBe(3);
  const { host, asked, warnings } = watched(nodeHost("wasm", "2"));
  expect(await trainProbes({ checkpoint, host }, tasks, engine)).toEqual(alone);
  expect(asked).toEqual(["begin", "probes"]);
  expect(warnings).toEqual([]);
});

test("a comparison whose thread is killed computes its prompts again", async () => {
  const checkpoint = checkpointOf();
  const alone = await compareWith(nodeHost("wasm", "1"), checkpoint);
  const { host, warnings } = watched(
    nodeHost("wasm", "2"),
    (asked) => asked.at(-1) === "answers" && asked.filter((type) => type === "answers").length === 1,
  );
  expect(await compareWith(host, checkpoint)).toEqual(alone);
  expect(warnings).toEqual(["a worker died (its thread ended with code 1): its part of the work is computed again"]);
});

test("what a thread cannot answer, and this one neither, rejects with one sentence and ends no thread", async () => {
  const { host, warnings } = watched(nodeHost("wasm", "3"));
  await expect(compareWith(host, checkpointOf(), ["svm(linear)"])).rejects.toThrow(/1 (and|or) [-−]1/);
  expect(warnings).toEqual([]);
});

test("a small comparison stays on one thread unless a number of threads is given", async () => {
  const { host, asked } = watched({ ...nodeHost("wasm"), cores: 8 });
  await compareWith(host, checkpointOf());
  expect(asked).toEqual([]);
});

const [seen, calls] = [[] as number[], { throwing: false }];
const engine: AlgorithmEngine = {
  create: () => ({
    id: "own",
    family: "own",
    settings: {},
    laws: [],
    async predict({ prompts, y }) {
      if (calls.throwing) throw new Error("invalid prompts: own cannot answer them");
      seen.push(prompts);
      return new Float32Array(y.length);
    },
    predictQueries: async ({ dim }, queries) => new Float32Array(queries.length / dim),
  }),
};

test("an added algorithm answers all prompts at once in this thread, beside shared ones", async () => {
  addAlgorithm({
    ...{ id: "own", forms: ["own"], colour: { light: "#000000", dark: "#ffffff" }, marker: "plus", glossary: [] },
    style: () => ({ name: "own", label: "own", dash: "", width: 1 }),
    engine: async () => engine,
  });
  const { host, warnings } = watched(nodeHost("wasm", "2"));
  const { result, arrays } = await compareWith(host, checkpointOf());
  expect(seen).toEqual([PROMPTS]);
  expect(Object.keys(result.spd)).toContain("own");
  expect(arrays.own?.data).toEqual(arrays.zero?.data);
  expect(warnings).toEqual([]);
  calls.throwing = true;
  await expect(compareWith(host, checkpointOf())).rejects.toThrow("invalid prompts: own cannot answer them");
});
