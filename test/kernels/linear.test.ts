import type * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { activationIds } from "../../src/kernels/activations.ts";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { linear } from "../../src/kernels/linear.ts";
import { composedOperations } from "../../src/kernels/tfjs/composedOperations.ts";
import { differences, exactLinear, normalDistribution } from "./exact.ts";
import { expectClose, type Given, normals, start, valueAndGradients } from "./operations.ts";

beforeAll(async () => {
  await start("wasm");
  expect(currentEngine().operations).toBe(fusedOperations);
});

const forms = fc.record({
  rows: fc.integer({ min: 1, max: 70 }),
  inputs: fc.integer({ min: 1, max: 40 }),
  outputs: fc.integer({ min: 1, max: 40 }),
  bias: fc.boolean(),
  activation: fc.constantFrom(undefined, ...activationIds),
  seed: fc.nat(1e6),
});

type Form = typeof forms extends fc.Arbitrary<infer F> ? F : never;

const operationOf =
  ({ activation }: Pick<Form, "activation">) =>
  (x: tf.Tensor, w: tf.Tensor, b?: tf.Tensor) =>
    linear(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D | undefined, activation);

function inputsOf({ rows, inputs, outputs, bias, seed }: Form): { given: Given[]; dy: Given } {
  const given = [normals(seed, 0, rows, inputs), normals(seed, 1, inputs, outputs)];
  if (bias) given.push(normals(seed, 2, outputs));
  return { given, dy: normals(seed, 3, rows, outputs) };
}

describe("linear, fused", () => {
  test("equals a plain float64 product, and its gradients finite differences of that", () => {
    const small = forms.map((form) => ({ ...form, rows: 1 + (form.rows % 7), inputs: 1 + (form.inputs % 9) }));
    fc.assert(
      fc.property(small, (form) => {
        const { given, dy } = inputsOf(form);
        const got = valueAndGradients(operationOf(form), given, dy);
        const exact = (x: Float64Array, w: Float64Array, b?: Float64Array) =>
          exactLinear(x, w, b, form.rows, form.inputs, form.outputs, form.activation);
        const values = given.map((each) => each.values);
        expectClose(
          got.value,
          exact(...(values.map((v) => Float64Array.from(v)) as [Float64Array, Float64Array])),
          1e-5,
        );
        differences(exact as (...inputs: Float64Array[]) => Float64Array, values, dy.values).forEach((wanted, k) => {
          expectClose(got.gradients[k] as Float32Array, wanted, 1e-5);
        });
      }),
      { numRuns: 60 },
    );
  });

  test.each(activationIds)(
    "equals the composition of tfjs operations over many blocks of rows: %s",
    async (activation) => {
      for (const [rows, inputs, outputs] of [
        [131, 64, 192],
        [77, 256, 64],
        [150, 33, 17],
        [65, 600, 31],
      ] as const) {
        const form: Form = { rows, inputs, outputs, bias: true, activation, seed: rows };
        const { given, dy } = inputsOf(form);
        const scaled = given.map((each, k) => (k === 1 ? { ...each, values: each.values.map((v) => v / 8) } : each));
        await start("wasm");
        const got = valueAndGradients(operationOf(form), scaled, dy);
        await start("cpu");
        expect(currentEngine().operations).toBe(composedOperations);
        const wanted = valueAndGradients(operationOf(form), scaled, dy);
        await start("wasm");
        expectClose(got.value, wanted.value, 1e-5);
        got.gradients.forEach((gradient, k) => {
          expectClose(gradient, wanted.gradients[k] as Float32Array, 1e-5);
        });
      }
    },
  );

  test("has GELU right to 4e-6 of each value, far into its tail too", () => {
    const x = Float32Array.from({ length: 4001 }, (_, k) => (k - 2000) / 250);
    const one: Given = { shape: [1, 1], values: Float32Array.of(1) };
    const ones: Given = { shape: [x.length, 1], values: x.map(() => 1) };
    const apply = (input: tf.Tensor, w: tf.Tensor) => linear(input as tf.Tensor2D, w as tf.Tensor2D, undefined, "gelu");
    const { value, gradients } = valueAndGradients(apply, [{ shape: [x.length, 1], values: x }, one], ones);
    x.forEach((each, k) => {
      const wanted = each * normalDistribution(each);
      const slope = normalDistribution(each) + (each * Math.exp((-each * each) / 2)) / Math.sqrt(2 * Math.PI);
      expect(Math.abs((value[k] as number) - wanted)).toBeLessThanOrEqual(4e-6 * Math.abs(wanted));
      expect(Math.abs((gradients[0]?.[k] as number) - slope)).toBeLessThanOrEqual(1e-6);
    });
  });

  test("has GELU by tanh right to 4e-6 of each value, far into its tail too", () => {
    const x = Float32Array.from({ length: 4001 }, (_, k) => (k - 2000) / 400);
    const one: Given = { shape: [1, 1], values: Float32Array.of(1) };
    const ones: Given = { shape: [x.length, 1], values: x.map(() => 1) };
    const apply = (input: tf.Tensor, w: tf.Tensor) => operationOf({ activation: "gelu-tanh" })(input, w);
    const { value, gradients } = valueAndGradients(apply, [{ shape: [x.length, 1], values: x }, one], ones);
    x.forEach((each, k) => {
      const u = Math.sqrt(2 / Math.PI) * (each + 0.044715 * each ** 3);
      const share = 1 / (1 + Math.exp(-2 * u)); // (1 + tanh u) / 2 without its cancellation
      const du = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * each ** 2);
      expect(Math.abs((value[k] as number) - each * share)).toBeLessThanOrEqual(4e-6 * Math.abs(each * share));
      const slope = share + 2 * each * share * (1 - share) * du;
      expect(Math.abs((gradients[0]?.[k] as number) - slope)).toBeLessThanOrEqual(1e-6);
    });
  });

  test("lets NaN and infinity through, to their own row only", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const form: Form = { rows: 9, inputs: 5, outputs: 19, bias: true, activation: "gelu", seed: 1 };
      const { given, dy } = inputsOf(form);
      (given[0] as Given).values[4 * 5 + 2] = bad;
      const { value, gradients } = valueAndGradients(operationOf(form), given, dy);
      const finite = (row: number) => value.subarray(row * 19, row * 19 + 19).every(Number.isFinite);
      expect(Array.from({ length: 9 }, (_, row) => finite(row))).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1].map(Boolean));
      expect(gradients[1]?.every(Number.isFinite)).toBe(false);
    }
  });

  test("gives the same bits each time", () => {
    const { given, dy } = inputsOf({ rows: 67, inputs: 37, outputs: 29, bias: true, activation: "gelu", seed: 5 });
    const once = () => valueAndGradients(operationOf({ activation: "gelu" }), given, dy);
    expect(once()).toEqual(once());
  });
});
