import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { add } from "../../src/kernels/add.ts";
import { addPositions } from "../../src/kernels/addPositions.ts";
import { attention, attentionOf } from "../../src/kernels/attention.ts";
import { type FusedName, runFused } from "../../src/kernels/fused/runFused.ts";
import { layerNorm } from "../../src/kernels/layerNorm.ts";
import { linear } from "../../src/kernels/linear.ts";
import { orthogonalize } from "../../src/kernels/orthogonalize.ts";
import { pool } from "../../src/kernels/pool.ts";
import { readAt } from "../../src/kernels/readAt.ts";
import { squaredError } from "../../src/kernels/squaredError.ts";
import { start } from "./operations.ts";

const [B, T, H, K] = [2, 5, 6, 2];
const t2 = (rows: number, columns: number) => tf.ones([rows, columns]) as tf.Tensor2D;
const t1 = (length: number) => tf.ones([length]) as tf.Tensor1D;
const causal = { batch: B, tokens: T, heads: K, prefix: T, mutual: false, kind: "softmax" } as const;
const whole = (rows: number, columns: number) => tf.ones([rows, columns], "int32") as tf.Tensor2D;

/** Calls that no kernel may carry out: each would read or write beyond its tensors, or other numbers than were meant. */
const wrong: Record<string, () => tf.Tensor> = {
  "add: other columns": () => add(t2(2, 3), t2(2, 4)),
  "add: a row that would be broadcast": () => add(t2(2, 3), t2(1, 3)),
  "addPositions: fewer places than tokens": () => addPositions(t2(B * T, H), t2(T - 1, H), T, T),
  "addPositions: fewer places than the prefix": () => addPositions(t2(B * T, H), t2(2, H), T, 3),
  "addPositions: places of another size": () => addPositions(t2(B * T, H), t2(T, H + 1), T, T),
  "addPositions: rows that are no sequences": () => addPositions(t2(B * T + 1, H), t2(T, H), T, T),
  "addPositions: no tokens": () => addPositions(t2(B * T, H), t2(T, H), 0, 0),
  "attention: fewer rows": () => attention(t2(B * T - 1, 3 * H), causal),
  "attention: heads that do not divide": () => attention(t2(B * T, 3 * H), { ...causal, heads: 4 }),
  "attention: columns that are no three": () => attention(t2(B * T, 3 * H + 2), causal),
  "attention: a prefix beyond the tokens": () => attention(t2(B * T, 3 * H), { ...causal, prefix: T + 1 }),
  "attention: a prefix below none": () => attention(t2(B * T, 3 * H), { ...causal, prefix: -1 }),
  "attention: half a head": () => attention(t2(B * T, 3 * H), { ...causal, heads: 0.5 }),
  "attentionOf: fewer rows": () => attentionOf(t2(B * T - 1, 3 * H), causal),
  "layerNorm: a scale of another size": () => layerNorm(t2(3, H), t1(H - 1), t1(H)),
  "layerNorm: a shift of another size": () => layerNorm(t2(3, H), t1(H), t1(H + 1)),
  "linear: a matrix of other inputs": () => linear(t2(3, H), t2(H + 1, 4)),
  "linear: a bias of another size": () => linear(t2(3, H), t2(H, 4), t1(5)),
  "linear: whole numbers": () => linear(whole(3, H), t2(H, 4)),
  "orthogonalize: a vector": () => orthogonalize(t1(4) as unknown as tf.Tensor2D),
  "pool: scores of other tokens": () => pool(t2(B * H, T), t1(T + 1), H),
  "pool: rows that are no prompts": () => pool(t2(B * H + 1, T), t1(T), H),
  "readAt: rows that are no sequences": () => readAt(t2(B * T + 1, H), T, 2),
  "readAt: a stride of 0": () => readAt(t2(B * T, H), T, 0),
  "readAt: half a stride": () => readAt(t2(B * T, H), T, 1.5),
  "squaredError: fewer answers": () => squaredError(t2(B * T, 1), t2(B, T - 1), t2(1, T - 1)),
  "squaredError: weights of other numbers": () => squaredError(t2(B * T, 1), t2(B, T), t2(1, T + 1)),
};

describe.each(["wasm", "cpu"] as const)("on tfjs's %s backend an operation refuses what does not fit", (backend) => {
  beforeAll(() => start(backend));

  it.each(Object.entries(wrong))("%s", (name, compute) => {
    const operation = (name.split(":")[0] as string).replace("Of", "");
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(compute)).toThrow(new RegExp(`^invalid ${operation}: expected [^\\n]*, got [^\\n]*$`));
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** The fused kernels themselves, gradients too, which trust whoever calls them no more than the operations do. */
const fused: [FusedName, Record<string, number[]>, Record<string, number | boolean | string>][] = [
  ["IclLinear", { x: [3, 4], w: [5, 2] }, {}],
  ["IclLinear", { x: [3, 4], w: [4, 2], b: [3] }, { activation: "gelu" }],
  ["IclLinearGradient", { x: [3, 4], w: [4, 2], dy: [2, 2] }, { bias: true }],
  ["IclLinearGradient", { x: [3, 4], w: [4, 2], slope: [3, 1], dy: [3, 2] }, { bias: true }],
  ["IclLayerNorm", { x: [3, 4], scale: [4], shift: [3] }, { epsilon: 1e-5 }],
  ["IclLayerNormGradient", { x: [3, 4], scale: [4], stats: [3, 1], dy: [3, 4] }, {}],
  ["IclLayerNormGradient", { x: [3, 4], scale: [4], stats: [3, 2], dy: [2, 4] }, {}],
  ["IclAttention", { qkv: [9, 18] }, causal],
  ["IclAttentionGradient", { qkv: [10, 18], weights: [B, K, T, 1], dOut: [10, 6] }, causal],
  ["IclAttentionGradient", { qkv: [10, 18], weights: [B, K, T, 8], dOut: [9, 6] }, causal],
  ["IclReadAt", { h: [9, 4] }, { batch: 2, tokens: 5, stride: 2 }],
  ["IclReadAtGradient", { dOut: [5, 4] }, { batch: 2, tokens: 5, stride: 2 }],
  ["IclAddPositions", { h: [10, 4], wpe: [4, 4] }, { tokens: 5 }],
  ["IclAddPositionsGradient", { dy: [10, 4] }, { tokens: 5, places: 4 }],
  ["IclAddPositionsGradient", { dy: [10, 4] }, { tokens: 3, places: 4 }],
  ["IclSquaredError", { output: [9, 1], answers: [2, 5], weights: [1, 5] }, {}],
  ["IclSquaredErrorGradient", { dy: [2], errors: [2, 5] }, {}],
];

describe("a fused kernel refuses what does not fit", () => {
  beforeAll(() => start("wasm"));

  it.each(fused)("%s of %j", (name, shapes, attrs) => {
    const run = () =>
      tf.tidy(() => {
        const inputs = Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, tf.ones(shape)]));
        return runFused(name, inputs, attrs);
      });
    expect(run).toThrow(/^invalid \w+: expected [^\n]*, got [^\n]*$/);
  });
});
