import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { add } from "../../src/kernels/add.ts";
import { layerNorm } from "../../src/kernels/layerNorm.ts";
import { linear } from "../../src/kernels/linear.ts";
import { allocateSpans, type Lifetime } from "../../src/kernels/wasm/arrange.ts";
import { compile, type Program } from "../../src/kernels/wasm/program.ts";
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

function recordLayer(): Program {
  const inputs = tensors(given(1));
  const program = compile(inputs, () => layer(inputs));
  tf.dispose(inputs);
  return program;
}

describe("a program", () => {
  test("gives the bits that tfjs gives, for any numbers, again and again", () => {
    const program = recordLayer();
    const before = tf.memory();
    for (const seed of [1, 2, 3, 2]) expect([...program.run(...given(seed))]).toEqual(byTfjs(given(seed)));
    const all = Float32Array.from(given(5).flatMap((part) => [...part]));
    expect([...program.run(all)]).toEqual(byTfjs(given(5))); // as one block
    expect(tf.memory().numTensors).toBe(before.numTensors);
    program.dispose();
  });

  test("keeps to its own memory, whatever else is computed between its runs", () => {
    const program = recordLayer();
    const other = tensors(given(7));
    const copies = other.map((tensor) => tensor.dataSync().slice());
    const first = program.run(...given(1));
    const between = byTfjs(given(3));
    expect(program.run(...given(1))).toEqual(first);
    expect(byTfjs(given(3))).toEqual(between);
    other.forEach((tensor, k) => {
      expect(tensor.dataSync()).toEqual(copies[k]);
    });
    tf.dispose(other);
    program.dispose();
  });

  test("is refused where tfjs's own kernels take part, and with too few numbers", () => {
    tf.tidy(() => {
      const inputs = tensors(given(1));
      expect(() =>
        compile(inputs, () => [linear(tf.mul(inputs[0] as tf.Tensor2D, 2), inputs[1] as tf.Tensor2D)]),
      ).toThrow("a program's input x was made by no fused kernel");
      expect(() => compile(inputs, () => [tf.mul(inputs[0] as tf.Tensor, 2)])).toThrow(
        "a program's output was made by no fused kernel",
      );
      const program = compile(inputs, () => layer(inputs));
      expect(() => program.run(new Float32Array(3))).toThrow("a program wanted 35 numbers, got 3");
      program.dispose();
    });
  });
});

test("places never overlap while both are needed, and take no more than all side by side", () => {
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
