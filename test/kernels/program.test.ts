import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { add } from "../../src/kernels/add.ts";
import { currentEngine, type Engine, type Program } from "../../src/kernels/engine.ts";
import { layerNorm } from "../../src/kernels/layerNorm.ts";
import { linear } from "../../src/kernels/linear.ts";
import { type Call, dataOf, record } from "../../src/kernels/trace.ts";
import { allocateSpans, type Lifetime } from "../../src/kernels/wasm/arrange.ts";
import { normals, start } from "./operations.ts";

beforeAll(() => start("wasm"));

const shapes = [[5, 3], [3, 4], [4], [4]] as const;

const given = (seed: number) => shapes.map((shape, k) => normals(seed, k, ...shape).values);

const tensors = (values: readonly Float32Array[]) => values.map((part, k) => tf.tensor(part, [...(shapes[k] ?? [])]));

/** A layer with a residual stream: two of its data are read by two kernels each. */
function layer([x, w, scale, shift]: readonly tf.Tensor[]): tf.Tensor[] {
  const h = linear(x as tf.Tensor2D, w as tf.Tensor2D);
  const normal = layerNorm(h, scale as tf.Tensor1D, shift as tf.Tensor1D);
  return [normal, add(h, normal)];
}

const byTfjs = (values: readonly Float32Array[]): number[] =>
  tf.tidy(() => layer(tensors(values)).flatMap((tensor) => [...tensor.dataSync()]));

/** Records a computation and compiles it on the current engine. */
function compile(inputs: readonly tf.Tensor[], compute: () => tf.Tensor[]): Program {
  return (currentEngine() as Required<Engine>).compile(record(inputs, compute));
}

function recordLayer(): Program {
  const inputs = tensors(given(1));
  const program = compile(inputs, () => layer(inputs));
  tf.dispose(inputs);
  return program;
}

test("a trace says all that another engine needs: kernels by name, shapes, and which call made what", () => {
  const inputs = tensors(given(1));
  const { calls, outputs } = record(inputs, () => layer(inputs));
  expect(calls.map(({ kernel }) => kernel)).toEqual(["IclLinear", "IclLayerNorm", "Add"]);
  const [product, norm, sum] = calls as [Call, Call, Call];
  expect(product.inputs).toEqual({ x: dataOf(inputs[0] as tf.Tensor), w: dataOf(inputs[1] as tf.Tensor) });
  expect(product.outputs).toEqual([{ key: expect.anything(), shape: [5, 4] }]);
  expect(norm.attributes).toEqual({ epsilon: 1e-5 });
  expect(norm.inputs.x?.key).toBe(product.outputs[0]?.key);
  expect([sum.inputs.a?.key, sum.inputs.b?.key]).toEqual([product.outputs[0]?.key, norm.outputs[0]?.key]);
  expect(outputs.map(({ key }) => key)).toEqual([norm.outputs[0]?.key, sum.outputs[0]?.key]);
  tf.dispose(inputs);
});

describe("a program", () => {
  test("gives the bits that tfjs gives, for any numbers, again and again", async () => {
    const program = recordLayer();
    const before = tf.memory();
    for (const seed of [1, 2, 3, 2]) expect([...(await program.run(...given(seed)))]).toEqual(byTfjs(given(seed)));
    const all = Float32Array.from(given(5).flatMap((part) => [...part]));
    expect([...(await program.run(all))]).toEqual(byTfjs(given(5))); // as one block
    expect(tf.memory().numTensors).toBe(before.numTensors);
    program.dispose();
  });

  test("keeps to its own memory, whatever else is computed between its runs", async () => {
    const program = recordLayer();
    const other = tensors(given(7));
    const copies = other.map((tensor) => tensor.dataSync().slice());
    const first = await program.run(...given(1));
    const between = byTfjs(given(3));
    expect(await program.run(...given(1))).toEqual(first);
    expect(byTfjs(given(3))).toEqual(between);
    other.forEach((tensor, k) => {
      expect(tensor.dataSync()).toEqual(copies[k]);
    });
    tf.dispose(other);
    program.dispose();
  });

  test("is rejected if tfjs's own kernels take part, or with too few numbers", async () => {
    const inputs = tensors(given(1));
    const [x, w] = inputs as [tf.Tensor2D, tf.Tensor2D];
    expect(() => compile(inputs, () => [linear(tf.mul(x, 2), w)])).toThrow(
      "a program's input x was not made by a fused kernel",
    );
    expect(() => compile(inputs, () => [tf.mul(x, 2)])).toThrow("a program's output was not made by a fused kernel");
    const program = compile(inputs, () => layer(inputs));
    await expect(program.run(new Float32Array(3))).rejects.toThrow("a program expected 35 numbers, got 3");
    program.dispose();
    tf.dispose(inputs);
  });
});

test("spans never overlap while both are needed, and take no more memory than all side by side", () => {
  const span = fc
    .tuple(fc.nat(30), fc.nat(10), fc.integer({ min: 1, max: 100 }))
    .map(([first, length, bytes]): Lifetime => ({ first, last: first + length, bytes }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 25 }), (spans) => {
      const { offsets, bytes } = allocateSpans(new Map(spans.map((each, k) => [k, each])));
      spans.forEach((a, i) => {
        const at = offsets.get(i) as number;
        expect(at + a.bytes).toBeLessThanOrEqual(bytes);
        spans.forEach((b, j) => {
          if (i >= j || a.last < b.first || b.last < a.first) return;
          const other = offsets.get(j) as number;
          expect(at + a.bytes <= other || other + b.bytes <= at).toBe(true);
        });
      });
      expect(bytes).toBeLessThanOrEqual(spans.reduce((sum, each) => sum + each.bytes, 0));
    }),
  );
});
