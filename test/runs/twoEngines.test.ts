import { expect, test } from "vitest";
import { decodeCheckpoint, modelOf } from "../../src/checkpoints/checkpoint.ts";
import type { Host } from "../../src/checkpoints/host.ts";
import { openLearner } from "../../src/checkpoints/openLearner.ts";
import { withSettings } from "../../src/config/config.ts";
import { type Config, defaults } from "../../src/config/schema.ts";
import type { BackendName } from "../../src/kernels/backendNames.ts";
import type { Engine } from "../../src/kernels/engine.ts";
import { trainProbe } from "../../src/probes/trainProbe.ts";
import { run } from "../../src/runs/trainRun.ts";
import { samplePrompts } from "../../src/tasks/samplePrompts.ts";
import { type HiddenStates, hiddenStates } from "../../src/transformer/hiddenStates.ts";
import { startHere } from "../kernels/startHere.ts";

const hostOf = (backend: BackendName): Host => ({
  ...{ now: () => 0, wasmPaths: {}, workers: 1, cores: 1, backend },
  warn: (sentence) => expect.fail(sentence),
});

const tiny = {
  dim: 2,
  exemplars: 4,
  layers: 1,
  hiddenSize: 8,
  heads: 1,
  batch: 8,
  warmup: 5,
  "evaluation.prompts": 16,
};
const one = withSettings(defaults, { ...tiny, times: 4, steps: 60 });
const other = withSettings(one, { layers: 2, hiddenSize: 16, heads: 2, attention: "linear", optimizer: "muon" });

/** The hash that a run ends with, and the engine that it names. `atCheckpoint` is called with each of its checkpoints. */
async function endOf(config: Config, backend: BackendName, atCheckpoint = async (_: Uint8Array): Promise<void> => {}) {
  for await (const event of run(config, hostOf(backend))) {
    if (event.type === "checkpoint") await atCheckpoint(event.bytes);
    if (event.type === "done") return [event.result.backend, event.result.parametersSha256];
  }
  return expect.fail("the run did not end");
}

/** The parameters that a run on the WASM engine ends with. */
async function trainedParameters(config: Config): Promise<Float32Array> {
  const bytes: Uint8Array[] = [];
  await endOf(config, "wasm", async (checkpoint) => void bytes.push(checkpoint));
  return decodeCheckpoint(bytes.at(-1) as Uint8Array).state.parameters;
}

test("runs on two engines at the same time end as each does by itself", async () => {
  const alone = [
    await endOf(one, "cpu"),
    await endOf(one, "wasm"),
    await endOf(other, "wasm"),
    await endOf(other, "cpu"),
  ];
  expect(alone.map((end) => end[0])).toEqual(["cpu", "wasm", "wasm", "cpu"]);
  expect(new Set(alone.map((end) => end[1])).size).toBe(4); // the engines do not round alike
  expect(await Promise.all([endOf(one, "cpu"), endOf(other, "wasm")])).toEqual([alone[0], alone[2]]);
  expect(await Promise.all([endOf(one, "wasm"), endOf(other, "cpu")])).toEqual([alone[1], alone[3]]);
});

test.each([
  ["wasm", "cpu"],
  ["cpu", "wasm"],
] as const)("a learner on %s answers the same while a run and a learner on %s work beside it", async (mine, theirs) => {
  const alone = await endOf(one, theirs);
  const bytes: Uint8Array[] = [];
  await endOf(one, "wasm", async (checkpoint) => void bytes.push(checkpoint));
  const checkpoint = decodeCheckpoint(bytes.at(-1) as Uint8Array);
  const prompts = await samplePrompts(one.prompts, { seed: 1, label: "test", first: 0 }, 4);
  const learner = await openLearner(checkpoint, hostOf(mine));
  const before = await learner.predict(prompts);
  const beside = await openLearner(checkpoint, hostOf(theirs));
  expect(await beside.predict(prompts)).not.toEqual(before);
  expect(await learner.predict(prompts)).toEqual(before);
  const askInBetween = async () => expect(await learner.predict(prompts)).toEqual(before);
  expect(await endOf(one, theirs, askInBetween)).toEqual(alone);
  learner.dispose?.();
  beside.dispose?.();
});

test.each([
  ["wasm", "cpu"],
  ["cpu", "wasm"],
] as const)(
  "hidden states and a probe on %s are the same while a run on %s works beside them",
  async (mine, theirs) => {
    const parameters = await trainedParameters(one);
    const engineOf = (backend: BackendName) => startHere(backend);
    const batch = await samplePrompts(one.prompts, { seed: 1, label: "test", first: 0 }, 200); // in several passes
    const targets = Float64Array.from({ length: 2 * 200 }, (_, k) => batch.y[(k >> 1) * 5 + (k % 2)] as number);
    const statesOn = (engine: Engine) => hiddenStates(modelOf(one), parameters, batch, 4, engine);
    const measure = async (engine: Engine) => {
      const layers = await statesOn(engine);
      const data = { hidden: layers[1] as HiddenStates, targets };
      return [layers, await trainProbe({ kind: "linear", training: data, heldOut: data, seed: 1 }, engine)];
    };
    const engine = await engineOf(mine);
    const alone = await measure(engine);
    expect(await statesOn(await engineOf(theirs))).not.toEqual(alone[0]); // the engines do not round alike
    const [beside] = await Promise.all([measure(engine), endOf(one, theirs)]);
    expect(beside).toEqual(alone);
  },
);
