import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeCheckpoint, encodeCheckpoint, encodeRecord, modelOf } from "../../src/checkpoints/checkpoint.ts";
import type { Host } from "../../src/checkpoints/host.ts";
import { evaluate } from "../../src/comparison/evaluateRun.ts";
import { parseRows, type Row, stringifyRows } from "../../src/comparison/row.ts";
import { withSettings } from "../../src/config/config.ts";
import { evaluationSteps } from "../../src/config/evaluationSteps.ts";
import { type Config, ConfigError, defaults } from "../../src/config/schema.ts";
import type { RunEvent } from "../../src/runs/runEvent.ts";
import { run } from "../../src/runs/trainRun.ts";
import { initialState } from "../../src/training/optimizer.ts";
import { ofFamily } from "../config/ofFamily.ts";
import { startHere } from "../kernels/startHere.ts";

const warnings: string[] = [];
const host: Host = {
  now: () => performance.now(),
  wasmPaths: {},
  backend: "auto",
  workers: 1,
  cores: 1,
  warn: (sentence) => warnings.push(sentence),
};

const tiny = withSettings(defaults, {
  dim: 2,
  exemplars: 4,
  layers: 1,
  hiddenSize: 8,
  heads: 1,
  "training.steps": 30,
  "training.batch": 8,
  "training.warmup": 5,
  "evaluation.prompts": 16,
  "evaluation.times": 4,
});

async function eventsOf(events: AsyncGenerator<RunEvent, void>): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

beforeAll(async () => {
  await startHere("auto");
});

describe("run", () => {
  it("yields the algorithms' rows first, each step once, rows and a checkpoint at evaluations, and the result last", async () => {
    const events = await eventsOf(run(tiny, host));
    expect(events[0]).toMatchObject({ type: "rows", step: 0 });
    const first = events[0]?.type === "rows" ? events[0].rows : [];
    expect(first.length).toBeGreaterThan(0);
    expect(first.every((row) => row.at.step === undefined)).toBe(true);
    const steps = events.filter((event) => event.type === "step").map((event) => event.step);
    expect(steps).toEqual(Array.from({ length: 30 }, (_, k) => k + 1));
    const evaluated = evaluationSteps(30, 4);
    expect(evaluated).toEqual([0, 1, 5, 30]);
    expect(events.filter((event) => event.type === "rows").map((event) => event.step)).toEqual([0, ...evaluated]);
    expect(events.filter((event) => event.type === "checkpoint").map((event) => event.step)).toEqual([1, 5, 30]);
    expect(events.at(-1)).toMatchObject({ type: "done", step: 30, result: { workers: 1, backend: "wasm" } });
    expect(warnings).toEqual([]);
  });

  it("yields the record of its parameters with the checkpoint of an evaluation, if it is wanted, and with no other", async () => {
    const config = withSettings(tiny, { "training.steps": 260, "evaluation.times": 3 });
    expect(evaluationSteps(260, 3)).toEqual([0, 1, 260]); // step 250 has a checkpoint without an evaluation
    const wanted = await eventsOf(run(config, host, { wantsSnapshot: () => true }));
    const checkpoints = wanted.filter((event) => event.type === "checkpoint");
    const records = checkpoints.map(({ bytes }) => encodeRecord(decodeCheckpoint(bytes)));
    expect(checkpoints.map(({ step, snapshot }) => [step, snapshot])).toEqual([
      [1, records[0]],
      [250, undefined],
      [260, records[2]],
    ]);
    for await (const event of run(tiny, host)) expect(event).not.toHaveProperty("snapshot");
  });

  it("gets the same evaluation from its checkpoint as in training, without a step if another program trained it", async () => {
    const events = await eventsOf(run(tiny, host));
    const rowsOf = (step: number) =>
      events.flatMap((event) => (event.type === "rows" && event.step === step ? event.rows : []));
    const algorithms = rowsOf(0).filter(({ at }) => at.step === undefined);
    const own = rowsOf(5);
    expect(own.length).toBeGreaterThan(100);
    const kept = events.find((event) => event.type === "checkpoint" && event.step === 5);
    const checkpoint = decodeCheckpoint((kept as { bytes: Uint8Array }).bytes);
    expect(await evaluate(checkpoint, host)).toEqual([...algorithms, ...own]);
    const elsewhere = own.map(({ at: { step, ...at }, ...row }) => ({ ...row, at }));
    expect(await evaluate({ ...checkpoint, trainedElsewhere: true }, host)).toEqual([...algorithms, ...elsewhere]);
  });

  it("is compared with the prior too if prompts have a concept, which Bayes knows", async () => {
    const config = withSettings(tiny, { family: "concept", sigma: 0.5, steps: 1 });
    const rows = (await eventsOf(run(config, host))).flatMap((event) => (event.type === "rows" ? event.rows : []));
    expect(rows.some(({ metric, reference }) => metric === "spd" && reference === "prior")).toBe(true);
    const [bayes, zero] = ["bayes", "zero"].map((learner) =>
      rows.find((row) => row.learner === learner && row.metric === "squaredError" && row.at.exemplars === 0),
    );
    expect(bayes?.value).toBeLessThan(0.5 * (zero?.value ?? 0)); // with no exemplar it knows the concept, unlike ridge
  });

  it("disposes every tensor, however it ends", async () => {
    const before = tf.memory().numTensors;
    await eventsOf(run(tiny, host));
    expect(tf.memory().numTensors).toBe(before);
    for await (const event of run(tiny, host)) if (event.type === "step" && event.step === 7) break; // cancel
    expect(tf.memory().numTensors).toBe(before);
  });

  it("holds as many tensors after 100 steps as before them", async () => {
    const config = withSettings(tiny, { "training.steps": 110, "evaluation.times": 0 });
    const counts: number[] = [];
    for await (const event of run(config, host)) if (event.type === "step") counts.push(tf.memory().numTensors);
    expect(counts).toHaveLength(110);
    expect(counts[109]).toBe(counts[9]);
  });

  it("stops if the loss is not finite, and reports the step, the rate and what to try", async () => {
    const state = initialState(modelOf(tiny).init(1));
    state.parameters.fill(1e30); // too large for any loss
    const from = encodeCheckpoint({ config: tiny, state: { ...state, step: 10 }, secondsTraining: 0 });
    expect((await eventsOf(run(tiny, host, { from }))).at(-1)).toEqual({
      type: "stopped",
      step: 11,
      learningRate: expect.closeTo(4e-3 * (1 - 10 / 30), 12),
      gradientNorms: [],
      message: "stopped at step 11: the loss is not finite (learning rate 0.0027); " + "try a learning rate of 0.001",
    });
  });

  it("stops before it saves parameters that are not finite, so that the last checkpoint stays", async () => {
    const state = initialState(modelOf(tiny).init(1));
    state.first.fill(Number.NaN);
    const from = encodeCheckpoint({ config: tiny, state: { ...state, step: 10 }, secondsTraining: 0 });
    for (const options of [
      { from, wantsCheckpoint: () => true },
      { from, until: 11 },
    ]) {
      const events = await eventsOf(run(tiny, host, options));
      expect(events.filter(({ type }) => type === "checkpoint" || type === "done")).toEqual([]);
      expect(events.at(-1)).toMatchObject({
        type: "stopped",
        step: 11,
        message: expect.stringContaining("parameters are not finite"),
      });
    }
  });

  describe("with a rate changed during training", () => {
    const changed = withSettings(tiny, { "training.changes": "matrixRate=0.1@12_learningRate=0.02@12" });
    const endOf = (events: readonly RunEvent[]) => {
      const last = events.at(-1);
      if (last?.type !== "done") throw new Error("expected its end");
      return last.result.parametersSha256;
    };
    const checkpointAt = async (config: Config, step: number) => {
      for await (const event of run(config, host, { wantsCheckpoint: () => true }))
        if (event.type === "checkpoint" && event.step === step) return event.bytes;
      throw new Error("expected a checkpoint");
    };

    it("reaches the same parameters as a run stopped before the step, changed, and resumed", async () => {
      const whole = await eventsOf(run(changed, host));
      const from = await checkpointAt(tiny, 11);
      expect(endOf(await eventsOf(run(changed, host, { from })))).toBe(endOf(whole));
      expect(endOf(whole)).not.toBe(endOf(await eventsOf(run(tiny, host))));
      const rates = whole.flatMap((event) => (event.type === "step" ? event.learningRate : []));
      expect(rates[10]).toBeCloseTo(4e-3 * (1 - 10 / 30), 12); // on the same schedule, before and after
      expect(rates[11]).toBeCloseTo(0.02 * (1 - 11 / 30), 12);
    });

    it("ends with the same parameters if it is changed during training, and reports the config that reproduces it", async () => {
      let step = 0;
      const events: RunEvent[] = [];
      const takeChanges = () => (step === 11 ? { learningRate: 0.02, matrixRate: 0.1 } : undefined);
      for await (const event of run(tiny, host, { takeChanges })) {
        events.push(event);
        if (event.type === "step") step = event.step;
      }
      const told = events.find((event) => event.type === "changed");
      expect(told).toEqual({ type: "changed", step: 11, config: changed });
      expect(endOf(events)).toBe(endOf(await eventsOf(run(changed, host))));
      const last = events.findLast((event) => event.type === "checkpoint");
      expect(decodeCheckpoint(last?.bytes ?? new Uint8Array()).config).toEqual(changed);
    });

    it("does not resume from a checkpoint that lacks an earlier change", async () => {
      const from = await checkpointAt(tiny, 12);
      await expect(eventsOf(run(changed, host, { from }))).rejects.toThrow(
        "invalid checkpoint: expected one of the same config, got one that differs in training.changes",
      );
    });
  });

  it("is aborted by its signal", async () => {
    const controller = new AbortController();
    const events = run(tiny, host, { signal: controller.signal });
    await expect(
      (async () => {
        for await (const event of events)
          if (event.type === "step" && event.step === 3) controller.abort(new Error("enough"));
      })(),
    ).rejects.toThrow("enough");
  });

  it("ends once it answers like OLS, where asked, and says when", async () => {
    const config = withSettings(tiny, { reach: 1000, "training.steps": 300 });
    const last = (await eventsOf(run(config, host))).at(-1);
    expect(last).toMatchObject({ type: "done", step: 100, result: { reachedStep: 100 } });
    expect((last as { result: { reachedSeconds: number } }).result.reachedSeconds).toBeGreaterThan(0);
  });

  it("is not there if the answers are not finite", async () => {
    const events = await eventsOf(run(tiny, host, { until: 0 }));
    const bytes = events.findLast((each) => each.type === "checkpoint")?.bytes as Uint8Array;
    const { config, state } = decodeCheckpoint(bytes);
    const far = { ...state, step: 100, parameters: state.parameters.map(() => 1e38) };
    const asked = withSettings(config, { reach: 0.001, "training.steps": 300 });
    const from = encodeCheckpoint({ config: asked, state: far, secondsTraining: 1 });
    const last = (await eventsOf(run(asked, host, { from }))).at(-1);
    expect(last).toMatchObject({ type: "stopped", step: 101 });
  });

  it("that has ended so ends at the same step if it is resumed, with the same parameters", async () => {
    const config = withSettings(tiny, { reach: 1000, "training.steps": 300 });
    const events = await eventsOf(run(config, host));
    const from = events.findLast((each) => each.type === "checkpoint")?.bytes as Uint8Array;
    const again = await eventsOf(run(config, host, { from }));
    const resultOf = (all: typeof events) => {
      const done = all.at(-1);
      if (done?.type !== "done") throw new Error("the run did not end");
      const { step, reachedStep, parametersSha256, spdToOls } = done.result;
      return { step, reachedStep, parametersSha256, spdToOls };
    };
    expect(resultOf(again)).toEqual(resultOf(events));
    expect(again.some(({ type }) => type === "step")).toBe(false);
  });
});

it("rows come back from their text, infinities too", () => {
  const row: Row = {
    experiment: "run",
    metric: "effectiveLambda",
    learner: "transformer",
    reference: "ridge",
    at: { step: 0, positions: "all" },
    statistic: "mean",
    value: Number.POSITIVE_INFINITY,
    low: 0.5,
    high: Number.NaN,
    n: 16,
    of: "prompts",
  };
  expect(parseRows(stringifyRows([row, { ...row, value: 1 / 3 }]))).toEqual([row, { ...row, value: 0.333333 }]);
});

it("says that nothing is measured if no number of exemplars is away from N = D", async () => {
  const one = withSettings(tiny, { dim: 1, exemplars: 1, "training.steps": 2 });
  const events = await eventsOf(run(one, host));
  const done = events.at(-1);
  expect(done?.type === "done" && done.result).toMatchObject({ spdToOls: null, effectiveLambdaAway: null, spd: {} });
  expect(() => withSettings(one, { reach: 0.1 })).toThrow(/^invalid evaluation.reach: .*D 1, N 1.* got 0.1$/);
});

it("rejects an invalid step and a config that was not parsed, before it starts", async () => {
  for (const until of [-1, 2.5, Number.NaN])
    await expect(eventsOf(run(tiny, host, { until }))).rejects.toThrow(/^invalid until: expected a whole number/);
  const wrong = { ...tiny, model: { ...tiny.model, heads: 3 } };
  await expect(eventsOf(run(wrong, host))).rejects.toThrow(/^invalid model.heads: must divide hiddenSize 8, got 3$/);
});

const families = fc.record({
  family: fc.constantFrom("linear", "concept", "halfspace", "symbols", "document"),
  dim: fc.integer({ min: 1, max: 3 }),
  exemplars: fc.integer({ min: 1, max: 4 }),
  sigma: fc.constantFrom(0, 0.5),
  tau: fc.constantFrom(1e-3, 1, 1e3),
  taskWeights: fc.constantFrom("drawn", "ones"),
  coefficients: fc.constantFrom("positive", "signed"),
  natural: fc.constantFrom(0, 0.5, 1),
  relevant: fc.constantFrom(0, 0.5, 1),
  document: fc.integer({ min: 1, max: 4 }),
  symbols: fc.constantFrom("gaussian", "cube", "pairs"),
  symbolSize: fc.integer({ min: 2, max: 3 }),
  attention: fc.constantFrom("softmax", "linear"),
  mlp: fc.constantFrom("on", "off"),
  norm: fc.constantFrom("pre", "none"),
  tokens: fc.constantFrom("interleaved", "paired"),
  positions: fc.constantFrom("learned", "none"),
  init: fc.constantFrom(
    ...Array<string>(9).fill("random"),
    "mov",
    "mul",
    "aff",
    "div",
    "raw",
    "gd-step",
    "sherman-morrison",
  ),
  loss: fc.constantFrom("all", "query"),
  layers: fc.constantFrom(1, 13),
  hiddenSize: fc.constantFrom(4, 64),
  optimizer: fc.constantFrom("adam", "muon"),
  "training.batch": fc.integer({ min: 1, max: 3 }),
  "evaluation.prompts": fc.integer({ min: 1, max: 3 }),
  tuning: fc.constantFrom(0, 0, 0, 1),
});

it("runs every parsed config: invalid configs are rejected by parsing", async () => {
  let [carriedOut, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(families, async (settings) => {
      let config: Config;
      try {
        const readout = settings.family === "symbols" ? "symbol" : "scalar";
        config = withSettings(defaults, ofFamily({ ...settings, readout, heads: 1, "training.steps": 1, times: 2 }));
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        refused += 1;
        return;
      }
      const events = await eventsOf(run(config, host));
      expect(["done", "stopped"]).toContain(events.at(-1)?.type);
      carriedOut += 1;
    }),
    { numRuns: 160, seed: 3 },
  );
  expect(carriedOut).toBeGreaterThan(10);
  expect(refused).toBeGreaterThan(10);
});
