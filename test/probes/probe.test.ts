import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { ols } from "../../src/algorithms/ols.engine.ts";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { presetConfig } from "../../src/config/presets.ts";
import { pool } from "../../src/kernels/pool.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { mean } from "../../src/numerics/statistics.ts";
import { targetsOf } from "../../src/probes/targets.ts";
import { trainProbe } from "../../src/probes/trainProbe.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { promptsOf } from "../../src/tasks/families.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { type HiddenStates, hiddenStates } from "../../src/transformer/hiddenStates.ts";
import { traceOf } from "../../src/transformer/traceOf.ts";
import { startHere } from "../kernels/startHere.ts";

beforeAll(async () => {
  expect((await startHere("wasm")).name).toBe("wasm");
});

const [H, T] = [6, 5];

/** Hidden states that never were in a model, standard normal. */
function states(prompts: number, label: string): HiddenStates {
  const random = randomAt(3, label, 0);
  const values = Float32Array.from({ length: prompts * H * T }, () => random.normal());
  return { prompts, hiddenSize: H, tokens: T, values };
}

const at = ({ values }: HiddenStates, b: number, h: number, t: number) => values[(b * H + h) * T + t] as number;

/** What a probe is to read from states, two numbers a prompt. */
const dataOf = (hidden: HiddenStates, read: (b: number) => readonly [number, number]) => ({
  hidden,
  targets: Float64Array.from(Array.from({ length: hidden.prompts }, (_, b) => read(b)).flat()),
});

async function errorOf(kind: "linear" | "mlp", read: (hidden: HiddenStates, b: number) => readonly [number, number]) {
  const [training, heldOut] = [states(2048, "training"), states(512, "held")];
  const { errors, attention } = await trainProbe({
    kind,
    training: dataOf(training, (b) => read(training, b)),
    heldOut: dataOf(heldOut, (b) => read(heldOut, b)),
    seed: 1,
  });
  return { error: mean(errors), attention };
}

test("a linear probe reads a linear map of one token, and attends to it", async () => {
  const { error, attention } = await errorOf("linear", (hidden, b) => [
    7 + 3 * at(hidden, b, 0, 2) - at(hidden, b, 1, 2),
    100 * at(hidden, b, 4, 2),
  ]);
  expect(error).toBeLessThan(0.02);
  expect(attention[2]).toBeGreaterThan(0.9);
});

test("an MLP probe reads a product, and a linear probe does not", async () => {
  const product = (hidden: HiddenStates, b: number): [number, number] => [
    at(hidden, b, 0, 1) * at(hidden, b, 1, 1),
    at(hidden, b, 2, 1) * at(hidden, b, 3, 1),
  ];
  expect((await errorOf("linear", product)).error).toBeGreaterThan(0.95);
  expect((await errorOf("mlp", product)).error).toBeLessThan(0.3);
});

test("a probe reads nothing that the states do not contain: its error is the variance", async () => {
  const random = randomAt(4, "elsewhere", 0);
  const { error } = await errorOf("linear", () => [random.normal(), random.normal()]);
  expect(error).toBeGreaterThan(0.97);
  expect(error).toBeLessThan(1.1);
});

test("pooling is the softmax-weighted sum over tokens, with its gradient", () => {
  const hidden = states(3, "pool");
  const scores = [0.3, -1, 0.5, 0, 2];
  const dy = Float32Array.from({ length: 3 * H }, (_, k) => Math.sin(k));
  const value = (s: readonly number[]) => {
    const exponentials = s.map(Math.exp);
    const total = exponentials.reduce((sum, each) => sum + each, 0);
    return Array.from({ length: 3 * H }, (_, row) =>
      exponentials.reduce((sum, each, t) => sum + (each / total) * (hidden.values[row * T + t] as number), 0),
    );
  };
  const x = tf.tensor2d(hidden.values, [3 * H, T]);
  const pooled = (s: tf.Tensor) => pool(x, s as tf.Tensor1D, H);
  const s = tf.tensor1d(scores);
  value(scores).forEach((wanted, k) => {
    expect((pooled(s).dataSync() as Float32Array)[k]).toBeCloseTo(wanted, 5);
  });
  const gradient = tf
    .grad(pooled)(s, tf.tensor2d(dy, [3, H]))
    .dataSync();
  scores.forEach((_, t) => {
    const moved = (by: number) => value(scores.map((score, k) => (k === t ? score + by : score)));
    const [up, down] = [moved(1e-4), moved(-1e-4)];
    const wanted = up.reduce((sum, each, k) => sum + ((each - (down[k] as number)) / 2e-4) * (dy[k] as number), 0);
    expect(gradient[t]).toBeCloseTo(wanted, 4);
  });
});

test("targets are XᵀY and the weights whose answers are least squares'", async () => {
  const [dim, n] = [3, 2];
  const batch = sampleLinear({ dim, exemplars: 4, tau: 1, sigma: 0.5 }, { seed: 1, label: "test", first: 0 }, 5);
  const moment = targetsOf(batch, n, "moment");
  for (let b = 0; b < 5; b++) {
    for (let d = 0; d < dim; d++) {
      const wanted = [0, 1].reduce(
        (sum, i) => sum + (batch.y[b * 5 + i] as number) * (batch.x[(b * 5 + i) * dim + d] as number),
        0,
      );
      expect(moment[b * dim + d]).toBeCloseTo(wanted, 6);
    }
  }
  const weights = targetsOf(batch, n, "ols");
  const units = Float32Array.from({ length: 5 * dim * dim }, (_, k) => (Math.floor(k / dim) % dim === k % dim ? 1 : 0));
  const answers = await ols().predictQueries(batch, units, n);
  answers.forEach((answer, k) => {
    expect(weights[k]).toBeCloseTo(answer, 5);
  });
});

test("hidden states are those of the trace, over the tokens of the prefix", async () => {
  const config = presetConfig("quick");
  const model = modelOf(config);
  const parameters = model.init(1);
  const batch = sampleLinear(promptsOf(config, "linear"), { seed: 1, label: "test", first: 0 }, 70); // more than one pass
  const layers = await hiddenStates(model, parameters, batch, 3);
  const whole = interleave(batch);
  const { hidden } = await traceOf(model, parameters, whole);
  const { hiddenSize } = config.model;
  expect(layers).toHaveLength(config.model.layers + 1);
  layers.forEach(({ values, tokens }, layer) => {
    expect(tokens).toBe(6);
    for (const b of [0, 69]) {
      for (let t = 0; t < tokens; t++) {
        const got = values[(b * hiddenSize + 5) * tokens + t] as number;
        const wanted = hidden[((layer * 70 + b) * whole.length + t) * hiddenSize + 5] as number;
        expect(Math.abs(got - wanted)).toBeLessThan(1e-5);
      }
    }
  });
});

test("prompts with a fixed w have the same x as prompts with a drawn w", () => {
  const settings = { dim: 3, exemplars: 4, tau: 2, sigma: 0 };
  const stream = { seed: 1, label: "test", first: 0 };
  const [drawn, ones] = [
    sampleLinear(settings, stream, 4),
    sampleLinear({ ...settings, taskWeights: "ones" }, stream, 4),
  ];
  expect(ones.x).toEqual(drawn.x);
  ones.y.forEach((y, k) => {
    const wanted = 2 * ones.x.subarray(3 * k, 3 * k + 3).reduce((sum, value) => sum + value, 0);
    expect(y).toBeCloseTo(wanted, 5);
  });
});
