import { inverse, Matrix } from "ml-matrix";
import { beforeAll, expect, test } from "vitest";
import { gradientDescent } from "../../src/algorithms/gradientDescent.engine.ts";
import { ridge } from "../../src/algorithms/ridge.engine.ts";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Config } from "../../src/config/schema.ts";
import type { PromptBatch } from "../../src/prompts/prompt.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { promptsOf } from "../../src/tasks/families.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import type { Approximation } from "../../src/transformer/constructions/construction.ts";
import {
  CONSTRUCTED,
  type ConstructionName,
  constructions,
} from "../../src/transformer/constructions/constructions.ts";
import { needsOf } from "../../src/transformer/constructions/needs.ts";
import { parametersOf } from "../../src/transformer/constructions/parametersOf.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { traceOf } from "../../src/transformer/traceOf.ts";
import { startHere } from "../kernels/startHere.ts";

beforeAll(async () => {
  expect((await startHere("wasm")).name).toBe("wasm");
});

/** The smallest config that holds a construction. */
function configOf(init: ConstructionName, dim: number, exemplars: number): Config {
  const { layers, heads, hiddenSize } = needsOf(constructions[init](dim, exemplars));
  return withSettings(presetConfig("gd-step"), { dim, exemplars, layers, heads, hiddenSize, init });
}

const batchOf = (config: Config, noise = 0): PromptBatch =>
  sampleLinear({ ...promptsOf(config, "linear"), sigma: noise }, { seed: 11, label: "test", first: 0 }, 64);

async function answersOf(config: Config, batch: PromptBatch, scales?: Approximation): Promise<Float64Array> {
  const { init } = config.model;
  const made = constructions[init as ConstructionName](config.prompts.dim, config.prompts.exemplars);
  const model = modelOf(config);
  const parameters = scales ? parametersOf(made, config.model, model.specs, scales) : model.init(1);
  const learner = inContextLearner(model, parameters, {});
  try {
    return Float64Array.from(await learner.predict(batch));
  } finally {
    learner.dispose?.();
  }
}

/** Root mean square of the difference over root mean square of what was wanted. */
function relativeError(got: Float64Array, wanted: Float64Array): number {
  const square = (values: Float64Array) => values.reduce((sum, value) => sum + value ** 2, 0);
  return Math.sqrt(square(got.map((value, k) => value - (wanted[k] as number))) / square(wanted));
}

/** Answers position by position, from what the position lets one see. */
function answersBy(batch: PromptBatch, answer: (x: readonly number[], ys: readonly number[]) => number): Float64Array {
  const { prompts, exemplars, dim, x, y } = batch;
  return Float64Array.from({ length: prompts * (exemplars + 1) }, (_, k) => {
    const n = k % (exemplars + 1);
    return answer([...x.subarray(k * dim, (k + 1) * dim)], [...y.subarray(k - n, k)]);
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const square = (values: readonly number[]) => sum(values.map((value) => value ** 2));

test.each([
  ["mov", (_, ys) => ys.at(-1) ?? 0],
  ["mul", (x) => square(x)],
  ["aff", (x) => 1 + sum(x)],
  ["div", (x) => (x[0] as number) / (1 + square(x))],
  ["raw", (x, ys) => (ys.length === 0 ? 0 : (sum(ys) / ys.length) * sum(x))],
] as const satisfies readonly (readonly [ConstructionName, Parameters<typeof answersBy>[1]])[])(
  "%s computes what it says",
  async (init, answer) => {
    const config = configOf(init, 3, 5);
    const batch = batchOf(config);
    expect(relativeError(await answersOf(config, batch), answersBy(batch, answer))).toBeLessThan(1e-3);
  },
);

test("two layers are one step of gradient descent, at every position", async () => {
  const config = configOf("gd-step", 4, 9);
  const batch = batchOf(config, 0.5);
  const wanted = Float64Array.from(await gradientDescent(CONSTRUCTED.rate).predict(batch));
  expect(relativeError(await answersOf(config, batch), wanted)).toBeLessThan(1e-3);
});

test.each([1, 2, 3])("Sherman and Morrison's updates are ridge regression at D %i", async (dim) => {
  const config = configOf("sherman-morrison", dim, dim + 2);
  const batch = batchOf(config, 0.5);
  const wanted = Float64Array.from(await ridge(CONSTRUCTED.lambda).predict(batch));
  expect(relativeError(await answersOf(config, batch), wanted)).toBeLessThan(1e-2);
});

test("after three layers a y token holds the inverse matrix of its exemplars, up to the LayerNorm that reads it", async () => {
  const [dim, exemplars] = [2, 4];
  const config = configOf("sherman-morrison", dim, exemplars);
  const batch = sampleLinear(promptsOf(config, "linear"), { seed: 3, label: "test", first: 0 }, 1);
  const model = modelOf(config);
  const tokens = interleave(batch);
  const { hidden } = await traceOf(model, model.init(1), tokens);
  const { slots, scales } = constructions["sherman-morrison"](dim, exemplars);
  const places = slots.inverse as readonly number[];
  for (let k = 1; k <= exemplars; k++) {
    const x = new Matrix(k, dim);
    for (let i = 0; i < k; i++) for (let d = 0; d < dim; d++) x.set(i, d, batch.x[i * dim + d] as number);
    const wanted = inverse(x.transpose().mmul(x).add(Matrix.eye(dim, dim).mul(CONSTRUCTED.lambda)));
    const { hiddenSize: H } = config.model;
    const at = (3 * k * tokens.length + 2 * k - 1) * H; // token y_k after the three layers of its update
    const divisor = ((hidden[at] as number) - (hidden[at + 1] as number)) / 2 / scales.bypass;
    const got = places.map((place) => (hidden[at + place] as number) / divisor);
    wanted.to1DArray().forEach((value, j) => {
      expect(Math.abs((got[j] as number) - value)).toBeLessThan(0.01 * Math.max(...wanted.to1DArray().map(Math.abs)));
    });
  }
});

test("errors fall as the square of either scale, before float32 rounds", async () => {
  const errorAt = async (init: "mul" | "aff", scales: Approximation) => {
    const config = configOf(init, 2, 3);
    const batch = batchOf(config);
    const wanted = answersBy(batch, (x) => (init === "mul" ? square(x) : 1 + sum(x)));
    return relativeError(await answersOf(config, batch, scales), wanted);
  };
  const product = await errorAt("mul", { product: 2 ** -5, bypass: 2 ** 11 });
  expect(product / (await errorAt("mul", { product: 2 ** -6, bypass: 2 ** 11 }))).toBeCloseTo(4, 0);
  const bypass = await errorAt("aff", { product: 1, bypass: 64 });
  expect(bypass / (await errorAt("aff", { product: 1, bypass: 128 }))).toBeCloseTo(4, 0);
});

test("spare layers and a larger hidden size change no answer", async () => {
  const config = configOf("raw", 2, 3);
  const roomy = withSettings(config, { layers: 3, hiddenSize: 2 * config.model.hiddenSize });
  const batch = batchOf(config);
  expect(relativeError(await answersOf(roomy, batch), await answersOf(config, batch))).toBeLessThan(1e-3);
});

test.each([
  [{ layers: 1 }, "invalid model.layers: gd-step needs at least 2, got 1"],
  [{ hiddenSize: 16 }, "invalid model.hiddenSize: gd-step needs at least 52, got 16"],
  [{ heads: 2 }, "invalid model.heads: gd-step needs heads of 52, got 2 of 26"],
  [{ norm: "none" }, 'invalid model.norm: gd-step needs "pre", got "none"'],
  [{ attention: "linear" }, 'invalid model.attention: gd-step needs "softmax", got "linear"'],
])("a model that cannot hold it is refused: %o", (settings, sentence) => {
  const config = presetConfig("gd-step");
  expect(() => withSettings(config, settings)).toThrow(
    expect.objectContaining({ name: "ConfigError", message: sentence }),
  );
  const other = { ...config, model: { ...config.model, ...settings } as Config["model"] };
  expect(() => modelOf(other).init(1)).toThrow(sentence);
});
