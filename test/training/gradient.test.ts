import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { defaults } from "../../src/config/schema.ts";
import { interleave } from "../../src/prompts/tokens.ts";
import { writtenLabels } from "../../src/prompts/writtenLabels.ts";
import { sampleLinear } from "../../src/tasks/linear.engine.ts";
import { sampleSymbols } from "../../src/tasks/symbols.engine.ts";
import { differentiator, gradient } from "../../src/training/gradient.ts";
import { transformer } from "../../src/transformer/model.ts";
import { expectClose, start } from "../kernels/operations.ts";

const linear = { dim: 3, exemplars: 6, tau: 1, sigma: 0 };
const model = transformer({ ...defaults.model, layers: 2, hiddenSize: 36, heads: 3 }, linear.dim, linear.exemplars);
const drawn = sampleLinear(linear, { seed: 4, label: "test", first: 0 }, 7);
const batch = { tokens: interleave(drawn), stride: 2, answers: drawn.y, loss: "all" } as const;

let shared: ReturnType<typeof differentiator> | undefined; // of one model, so that its kernels are recorded once

function recordedGradient(...[model, parameters, batch]: Parameters<typeof gradient>) {
  shared ??= differentiator(model);
  return shared.gradient(parameters, batch);
}

test("the whole model's gradient by the fused kernels is that of the reference composition", async () => {
  const parameters = model.init(2).map((value, j) => value + 0.05 * Math.sin(j)); // so that no bias is zero
  await start("wasm");
  const fused = await gradient(model, parameters, batch);
  await start("cpu");
  const composed = await gradient(model, parameters, batch);
  await start("wasm");
  expect(Math.abs(fused.loss - composed.loss)).toBeLessThan(1e-5 * composed.loss);
  expectClose(fused.gradient, composed.gradient, 1e-4);
});

describe("a model that reads out symbols", () => {
  const world = { ...linear, natural: 0.5, instructed: 0.5, symbolSize: 5, symbols: "gaussian" } as const;
  const model = transformer(
    { ...defaults.model, layers: 2, hiddenSize: 36, heads: 3, readout: "symbol" },
    world.dim,
    world.exemplars,
    world.symbolSize,
  );
  const drawn = sampleSymbols(world, { seed: 4, label: "test", first: 0 }, 7);
  const { size: labelSize, values: answers } = writtenLabels(drawn);
  const batch = { tokens: interleave(drawn), stride: 2, answers, labelSize, loss: "all" } as const;
  const parameters = model.init(2).map((value, j) => value + 0.05 * Math.sin(j));

  test("has the gradient of the reference composition by the fused kernels, recorded and not", async () => {
    await start("cpu");
    const composed = await gradient(model, parameters, batch);
    await start("wasm");
    const fused = await gradient(model, parameters, batch);
    expect(Math.abs(fused.loss - composed.loss)).toBeLessThan(1e-5 * composed.loss);
    expectClose(fused.gradient, composed.gradient, 1e-4);
    const recorded = differentiator(model);
    expect(await recorded.gradient(parameters, batch)).toEqual(fused);
    recorded.dispose();
  });

  test("has the loss of the last symbol alone if only the query counts", async () => {
    await start("wasm");
    const others = answers.slice();
    const [row, size] = [others.length / drawn.prompts, labelSize];
    for (let b = 0; b < drawn.prompts; b++) others.fill(7, b * row, (b + 1) * row - size);
    const query = await gradient(model, parameters, { ...batch, loss: "query" });
    expect(await gradient(model, parameters, { ...batch, answers: others, loss: "query" })).toEqual(query);
    others.set(answers);
    others[row - size] = (others[row - size] as number) + 1;
    expect((await gradient(model, parameters, { ...batch, answers: others, loss: "query" })).loss).not.toBe(query.loss);
  });

  test("has the gradient that small steps along it find", async () => {
    await start("wasm");
    const { gradient: slope } = await gradient(model, parameters, batch);
    const length = Math.sqrt(slope.reduce((sum, value) => sum + value * value, 0));
    const lossAt = async (t: number) => {
      const moved = parameters.map((value, j) => value + (t * (slope[j] as number)) / length);
      return (await gradient(model, moved, batch)).loss;
    };
    const step = 2e-3;
    // The error of a central difference falls with the step squared: two steps of it give the slope to the fourth.
    const central = async (h: number) => ((await lossAt(h)) - (await lossAt(-h))) / (2 * h);
    expect((4 * (await central(step)) - (await central(2 * step))) / 3 / length).toBeCloseTo(1, 3);
  });
});

test("recorded kernels give the gradient's bits, whatever the shape of the batch", async () => {
  await start("wasm");
  const recorded = differentiator(model);
  for (const seed of [1, 2]) {
    const parameters = model.init(seed);
    for (const prompts of [7, 3, 7]) {
      for (const loss of ["all", "query"] as const) {
        const drawn = sampleLinear(linear, { seed, label: "test", first: prompts }, prompts);
        const part = { tokens: interleave(drawn), stride: 2, answers: drawn.y, loss, of: 20 } as const;
        expect(await recorded.gradient(parameters, part)).toEqual(await gradient(model, parameters, part));
      }
    }
  }
  await start("cpu");
  const composed = differentiator(model); // it has nothing to record
  expect(await composed.gradient(model.init(1), batch)).toEqual(await gradient(model, model.init(1), batch));
  await start("wasm");
  recorded.dispose();
});

test.each([
  ["", gradient],
  [" of recorded kernels", (...given: Parameters<typeof gradient>) => recordedGradient(...given)],
] as const)("a gradient%s leaves no tensor behind, and the memory as large as it was", async (_, gradient) => {
  await start("wasm");
  const parameters = model.init(2);
  await gradient(model, parameters, batch);
  const { wasm } = tf.backend() as unknown as { wasm: { asm: { memory: WebAssembly.Memory } } };
  const [tensors, bytes] = [tf.memory().numTensors, wasm.asm.memory.buffer.byteLength];
  const first = await gradient(model, parameters, batch);
  for (let step = 0; step < 50; step++) await gradient(model, parameters, batch);
  expect(await gradient(model, parameters, batch)).toEqual(first);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(wasm.asm.memory.buffer.byteLength).toBe(bytes);
});
