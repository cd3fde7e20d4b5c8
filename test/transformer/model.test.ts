import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { defaults } from "../../src/config/schema.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { gradient } from "../../src/training/gradient.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { transformer } from "../../src/transformer/model.ts";
import { toTensors } from "../../src/transformer/parameters.ts";
import { startHere } from "../kernels/startHere.ts";
import reference from "../reference/transformer.json" with { type: "json" };

const { config } = reference;
const model = transformer(
  { ...defaults.model, layers: config.layers, hiddenSize: config.hiddenSize, heads: config.heads },
  config.dim,
  config.exemplars,
);
const parameters = Float32Array.from(reference.parameters);
const batch = {
  prompts: config.prompts,
  exemplars: config.exemplars,
  dim: config.dim,
  x: Float32Array.from(reference.x),
  y: Float32Array.from(reference.y),
};

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, k) => Math.abs(value - (b[k] as number))));

describe.each(["wasm", "cpu"] as const)("the transformer on tfjs's %s backend", (backend) => {
  beforeAll(async () => {
    expect((await startHere(backend)).name).toBe(backend);
  });

  it("has PyTorch's parameters, by name and in order", () => {
    expect(model.specs.map((spec) => spec.name)).toEqual(reference.names);
  });

  it("answers as PyTorch does", async () => {
    const learner = inContextLearner(model, parameters, {});
    expect(farthest(await learner.predict(batch), reference.answers)).toBeLessThan(2e-6);
    learner.dispose?.();
  });

  it("has PyTorch's loss and gradient", async () => {
    const result = await gradient(model, parameters, {
      tokens: interleave(batch),
      stride: 2,
      answers: batch.y,
      loss: "all",
    });
    expect(result.loss).toBeCloseTo(reference.loss, 5);
    expect(farthest(result.gradient, reference.gradient)).toBeLessThan(1e-5);
  });

  it("answers queries that share a prefix as it answers them alone", async () => {
    const learner = inContextLearner(model, parameters, {});
    const whole = await learner.predict(batch);
    for (let i = 0; i <= config.exemplars; i++) {
      const at = Float32Array.from({ length: config.prompts * config.dim }, (_, k) => {
        const b = Math.floor(k / config.dim);
        return batch.x[(b * (config.exemplars + 1) + i) * config.dim + (k % config.dim)] as number;
      });
      // The same query twice, with another between: alternatives must not see one another.
      const three = Float32Array.from({ length: 3 * at.length }, (_, k) => {
        const b = Math.floor(k / (3 * config.dim));
        const m = Math.floor(k / config.dim) % 3;
        return m === 1 ? 5 : (at[b * config.dim + (k % config.dim)] as number);
      });
      const answers = await learner.predictQueries(batch, three, i);
      for (let b = 0; b < config.prompts; b++) {
        expect(answers[3 * b]).toBeCloseTo(whole[b * (config.exemplars + 1) + i] as number, 5);
        expect(answers[3 * b + 2]).toBeCloseTo(answers[3 * b] as number, 6);
      }
    }
    learner.dispose?.();
  });

  it("is causal: nothing after a position changes its answer", async () => {
    const learner = inContextLearner(model, parameters, {});
    const whole = await learner.predict(batch);
    for (let i = 0; i < config.exemplars; i++) {
      const changed = { ...batch, x: batch.x.slice(), y: batch.y.slice() };
      for (let b = 0; b < config.prompts; b++) {
        const row = b * (config.exemplars + 1);
        changed.x.fill(9, (row + i + 1) * config.dim, (row + config.exemplars + 1) * config.dim);
        changed.y.fill(-9, row + i, row + config.exemplars + 1); // y at a position is shown after it
      }
      const answers = await learner.predict(changed);
      for (let b = 0; b < config.prompts; b++) {
        for (let j = 0; j <= i; j++) {
          const at = b * (config.exemplars + 1) + j;
          expect(answers[at]).toBe(whole[at]);
        }
      }
    }
    learner.dispose?.();
  });

  it("traces hidden states, and attention that reads earlier tokens only and sums to one", () => {
    const { prompts: B, heads: K, layers: L, hiddenSize: H } = config;
    const tokens = interleave(batch);
    const T = tokens.length;
    const before = tf.memory().numTensors;
    const tensors = toTensors(model.specs, parameters);
    const input = tf.tensor3d(tokens.values, [B, T, tokens.width]);
    const trace = model.trace(tensors, { tokens: input });
    expect(trace.hidden.shape).toEqual([L + 1, B, T, H]);
    expect(trace.attention.shape).toEqual([L, B, K, T, T]);
    const weights = trace.attention.dataSync() as Float32Array;
    for (let row = 0; row < weights.length / T; row++) {
      const t = row % T;
      const values = weights.subarray(row * T, (row + 1) * T);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(Math.max(0, ...values.subarray(t + 1))).toBe(0);
    }
    tf.dispose([trace.hidden, trace.attention, input]);
    tf.dispose(tensors);
    expect(tf.memory().numTensors).toBe(before);
  });
});
