import { beforeAll, expect, test } from "vitest";
import { gradientDescent } from "../../src/algorithms/gradientDescent.engine.ts";
import { modelOf } from "../../src/checkpoints/checkpoint.ts";
import { withSettings } from "../../src/config/config.ts";
import { presetConfig } from "../../src/config/presets.ts";
import type { Config } from "../../src/config/schema.ts";
import { randomAt } from "../../src/numerics/random.ts";
import { trainingSampler } from "../../src/runs/trainingBatch.ts";
import { promptsOf } from "../../src/tasks/families.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { differentiator, gradient } from "../../src/training/gradient.ts";
import { inContextLearner } from "../../src/transformer/inContextLearner.ts";
import { countParameters, eachPart } from "../../src/transformer/parameters.ts";
import { startHere } from "../kernels/startHere.ts";

const [D, N] = [3, 6];
const config = withSettings(presetConfig("linear-attention"), { dim: D, exemplars: N, hiddenSize: D + 1, layers: 2 });
const batch = sampleLinear(promptsOf(config, "linear"), { seed: 5, label: "test", first: 0 }, 8);

/** Parameters none of which is zero. */
function anyParameters(of: Config): Float32Array {
  const random = randomAt(7, "test", 0);
  return Float32Array.from({ length: countParameters(modelOf(of).specs) }, () => 0.4 * random.normal());
}

beforeAll(async () => {
  expect((await startHere("wasm")).name).toBe("wasm");
});

test("von Oswald et al.'s parameters (Prop. 1) make one layer one step of gradient descent", async () => {
  const rate = 0.03;
  const one = withSettings(config, { layers: 1 });
  const model = modelOf(one);
  const parameters = new Float32Array(countParameters(model.specs));
  const H = D + 1; // a token is [y, x]
  eachPart(model.specs, parameters, (part, { name }) => {
    if (name === "read_in.weight") for (let d = 0; d < H; d++) part[d * H + d] = 1;
    if (name === "h.0.attn.c_attn.weight") {
      for (let d = 1; d < H; d++) part[d * 3 * H + d] = part[d * 3 * H + H + d] = 1; // queries and keys are x
      part[2 * H] = 1; // the value is y
    }
    if (name === "h.0.attn.c_proj.weight") part[0] = 2 * rate * Math.sqrt(H);
    if (name === "read_out.weight") part[0] = 1;
  });
  const learner = inContextLearner(model, parameters, {});
  const [ours, theirs] = [await learner.predict(batch), await gradientDescent(rate).predict(batch)];
  learner.dispose?.();
  for (const [k, answer] of ours.entries()) expect(answer).toBeCloseTo(theirs[k] as number, 5);
});

test.each([{}, { positions: "learned" }, { norm: "pre", mlp: "on" }, { attention: "softmax" }] as const)(
  "paired with %j: each query alone, nothing after a position counts, and without places no order",
  async (changes) => {
    const changed = withSettings(config, changes);
    const learner = inContextLearner(modelOf(changed), anyParameters(changed), {});
    const whole = await learner.predict(batch);
    const later = { ...batch, x: batch.x.slice(), y: batch.y.slice() };
    for (let b = 0; b < batch.prompts; b++) later.y[b * (N + 1) + 4] = 9; // seen from position 5 on
    const after = await learner.predict(later);
    for (let b = 0; b < batch.prompts; b++) {
      const at = b * (N + 1);
      expect(after.slice(at, at + 5)).toEqual(whole.slice(at, at + 5));
      expect(after[at + 5]).not.toBeCloseTo(whole[at + 5] as number, 3);
    }
    if (changed.model.positions === "none") {
      const turned = { ...batch, x: batch.x.slice(), y: batch.y.slice() };
      for (let b = 0; b < batch.prompts; b++) {
        const at = b * (N + 1);
        turned.y.subarray(at, at + N).reverse();
        for (let i = 0; i < N; i++) {
          const from = (at + N - 1 - i) * D;
          turned.x.set(batch.x.subarray(from, from + D), (at + i) * D);
        }
      }
      const again = await learner.predict(turned);
      for (let b = 0; b < batch.prompts; b++) {
        const at = b * (N + 1) + N;
        expect(again[at]).toBeCloseTo(whole[at] as number, 4);
      }
    }
    learner.dispose?.();
  },
);

test.each([{}, { mlp: "on", positions: "learned" }, { tokens: "interleaved", loss: "all", norm: "pre" }] as const)(
  "its gradient with %j is that of tfjs's own operations",
  async (changes) => {
    const changed = withSettings(config, changes);
    const [parameters, prompts] = [anyParameters(changed), (await trainingSampler(changed))(0, 4)];
    await startHere("wasm");
    const fused = differentiator(modelOf(changed));
    const ours = await fused.gradient(parameters, prompts);
    fused.dispose();
    await startHere("cpu");
    const theirs = await gradient(modelOf(changed), parameters, prompts);
    await startHere("wasm");
    const size = Math.max(...theirs.gradient.map(Math.abs));
    expect(ours.loss).toBeCloseTo(theirs.loss, 4);
    const farthest = Math.max(...theirs.gradient.map((value, k) => Math.abs(value - (ours.gradient[k] as number))));
    expect(farthest / size).toBeLessThan(1e-5);
  },
);
