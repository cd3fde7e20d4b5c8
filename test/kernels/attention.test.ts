import type * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { attention } from "../../src/kernels/attention.ts";
import { attentionKindIds } from "../../src/kernels/attentionKinds.ts";
import type { AttentionShape } from "../../src/kernels/attentionShape.ts";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { composedOperations } from "../../src/kernels/tfjs/composedOperations.ts";
import { differences, exactAttention } from "./exact.ts";
import { expectClose, type Given, normals, start, valueAndGradients } from "./operations.ts";

beforeAll(async () => {
  await start("wasm");
  expect(currentEngine().operations).toBe(fusedOperations);
});

interface Form extends AttentionShape {
  readonly size: number; // of a head
  readonly seed: number;
}

const forms = (most: { tokens: number; size: number }): fc.Arbitrary<Form> =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      tokens: fc.integer({ min: 1, max: most.tokens }),
      heads: fc.integer({ min: 1, max: 3 }),
      size: fc.integer({ min: 1, max: most.size }),
      kind: fc.constantFrom(...attentionKindIds),
      mutual: fc.boolean(),
      seed: fc.nat(1e6),
    })
    .chain((form) =>
      fc
        .oneof(fc.constant(form.tokens), fc.integer({ min: 0, max: form.tokens }))
        .map((prefix) => ({ ...form, prefix })),
    );

const operationOf = (form: AttentionShape) => (qkv: tf.Tensor) => attention(qkv as tf.Tensor2D, form);

const inputsOf = ({ batch, tokens, heads, size, seed }: Form) => ({
  qkv: normals(seed, 0, batch * tokens, 3 * heads * size),
  dy: normals(seed, 1, batch * tokens, heads * size),
});

describe("attention, softmax and linear, fused", () => {
  test("equals plain float64 loops, and its gradient finite differences of them, with and without a prefix", () => {
    fc.assert(
      fc.property(forms({ tokens: 9, size: 6 }), (form) => {
        const { qkv, dy } = inputsOf(form);
        const got = valueAndGradients(operationOf(form), [qkv], dy);
        const exact = (values: Float64Array) =>
          exactAttention(values, form.batch, form.tokens, form.heads, form.size, form.prefix, form.kind, form.mutual);
        expectClose(got.value, exact(Float64Array.from(qkv.values)), 1e-5);
        const [wanted] = differences(exact, [qkv.values], dy.values) as [Float64Array];
        expectClose(got.gradients[0] as Float32Array, wanted, 1e-5);
      }),
      { numRuns: 40 },
    );
  });

  test("equals the composition of tfjs operations", async () => {
    for (const form of fc.sample(forms({ tokens: 70, size: 35 }), { numRuns: 12, seed: 7 })) {
      const { qkv, dy } = inputsOf(form);
      await start("wasm");
      const got = valueAndGradients(operationOf(form), [qkv], dy);
      await start("cpu");
      expect(currentEngine().operations).toBe(composedOperations);
      const wanted = valueAndGradients(operationOf(form), [qkv], dy);
      await start("wasm");
      expectClose(got.value, wanted.value, 1e-5);
      expectClose(got.gradients[0] as Float32Array, wanted.gradients[0] as Float32Array, 1e-5);
    }
  });

  test("reads nothing that comes later", () => {
    const form: Form = { batch: 2, tokens: 19, heads: 2, size: 5, prefix: 19, kind: "softmax", mutual: false, seed: 3 };
    const { qkv, dy } = inputsOf(form);
    const changed: Given = { ...qkv, values: qkv.values.slice() };
    const [width, t] = [30, 11];
    for (let b = 0; b < 2; b++) changed.values.fill(9, (b * 19 + t) * width, (b + 1) * 19 * width);
    const before = valueAndGradients(operationOf(form), [qkv], dy).value;
    const after = valueAndGradients(operationOf(form), [changed], dy).value;
    for (let b = 0; b < 2; b++) {
      const range = [b * 19 * 10, (b * 19 + t) * 10] as const;
      expect(after.subarray(...range)).toEqual(before.subarray(...range));
    }
  });

  test("has no overflow where scores are large", () => {
    const form: Form = { batch: 1, tokens: 6, heads: 1, size: 4, prefix: 6, kind: "softmax", mutual: false, seed: 2 };
    const { qkv, dy } = inputsOf(form);
    const large: Given = { ...qkv, values: qkv.values.map((value) => 100 * value) };
    const { value, gradients } = valueAndGradients(operationOf(form), [large], dy);
    expect([...value, ...(gradients[0] as Float32Array)].every(Number.isFinite)).toBe(true);
  });

  test("lets NaN and infinity through to the tokens that read them", () => {
    const every = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const [bad, kind] of every.flatMap((bad) => attentionKindIds.map((kind) => [bad, kind] as const))) {
      const form: Form = { batch: 2, tokens: 9, heads: 1, size: 4, prefix: 9, kind, mutual: false, seed: 2 };
      const { qkv, dy } = inputsOf(form);
      qkv.values[5 * 12 + 8] = bad; // the value of token 5 in the first sequence
      const { value, gradients } = valueAndGradients(operationOf(form), [qkv], dy);
      const broken = Array.from({ length: 18 }, (_, t) => !value.subarray(t * 4, t * 4 + 4).every(Number.isFinite));
      expect(broken.slice(5, 9)).toEqual([true, true, true, true]);
      expect(broken.slice(9).some(Boolean)).toBe(false); // the other sequence
      expect(gradients[0]?.every(Number.isFinite)).toBe(false);
    }
  });
});
