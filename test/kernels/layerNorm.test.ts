import type * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { layerNorm } from "../../src/kernels/layerNorm.ts";
import { differences, exactLayerNorm } from "./exact.ts";
import { expectClose, type Given, normals, start, valueAndGradients } from "./operations.ts";

beforeAll(async () => {
  await start("wasm");
  expect(currentEngine().operations).toBe(fusedOperations);
});

const operation = (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) =>
  layerNorm(x as tf.Tensor2D, scale as tf.Tensor1D, shift as tf.Tensor1D);

const inputsOf = (rows: number, hidden: number, seed: number): Given[] => [
  normals(seed, 0, rows, hidden),
  normals(seed, 1, hidden),
  normals(seed, 2, hidden),
];

describe("layerNorm, fused", () => {
  test("equals plain float64 loops, and its gradients finite differences of them", () => {
    const shapes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 21 }), fc.nat(1e6));
    fc.assert(
      fc.property(shapes, ([rows, hidden, seed]) => {
        const given = inputsOf(rows, hidden, seed);
        const dy = normals(seed, 3, rows, hidden);
        const values = given.map((each) => each.values);
        // Two numbers a row almost alike make the inverse deviation, and with it every rounding, as large as it may be.
        const spread = (values[0] as Float32Array).map((value, j) => value + (j % hidden));
        const inputs = [{ shape: [rows, hidden], values: spread }, ...given.slice(1)];
        const got = valueAndGradients(operation, inputs, dy);
        const exact = (x: Float64Array, scale: Float64Array, shift: Float64Array) =>
          exactLayerNorm(x, scale, shift, rows, hidden);
        const [x, scale, shift] = inputs.map((each) => Float64Array.from(each.values));
        expectClose(got.value, exact(x as Float64Array, scale as Float64Array, shift as Float64Array), 1e-5);
        const wanted = differences(
          exact as (...inputs: Float64Array[]) => Float64Array,
          [spread, ...values.slice(1)],
          dy.values,
        );
        wanted.slice(1).forEach((gradient, k) => {
          expectClose(got.gradients[k + 1] as Float32Array, gradient, 1e-5);
        });
        // dx is what is left of dy once two projections are taken off: with two numbers a row, nothing.
        if (hidden > 2) expectClose(got.gradients[0] as Float32Array, wanted[0] as Float64Array, 5e-5);
      }),
      { numRuns: 60 },
    );
  });

  test("equals the composition of tfjs operations over many rows", async () => {
    for (const [rows, hidden] of [
      [130, 64],
      [1, 64],
      [200, 33],
      [64, 7],
    ] as const) {
      const given = inputsOf(rows, hidden, rows);
      const dy = normals(rows, 3, rows, hidden);
      await start("wasm");
      const got = valueAndGradients(operation, given, dy);
      await start("cpu");
      const wanted = valueAndGradients(operation, given, dy);
      await start("wasm");
      expectClose(got.value, wanted.value, 1e-5);
      got.gradients.forEach((gradient, k) => {
        expectClose(gradient, wanted.gradients[k] as Float32Array, 1e-5);
      });
    }
  });

  test("lets NaN and infinity through, to their own row only", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const given = inputsOf(3, 10, 1);
      (given[0] as Given).values[13] = bad;
      const { value } = valueAndGradients(operation, given, normals(1, 3, 3, 10));
      expect([...value].map(Number.isFinite)).toEqual(Array.from(value, (_, j) => j < 10 || j >= 20));
    }
  });

  test("gives a constant row its shift", () => {
    const same: Given = { shape: [2, 12], values: new Float32Array(24).fill(3) };
    const [, scale, shift] = inputsOf(2, 12, 1) as [Given, Given, Given];
    const { value } = valueAndGradients(operation, [same, scale, shift], normals(1, 3, 2, 12));
    expectClose(value, [...shift.values, ...shift.values], 1e-6);
  });
});
