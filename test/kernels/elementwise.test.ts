import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { add } from "../../src/kernels/add.ts";
import { addPositions } from "../../src/kernels/addPositions.ts";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { squaredError } from "../../src/kernels/squaredError.ts";
import { differences } from "./exact.ts";
import { expectClose, type Given, normals, start, valueAndGradients } from "./operations.ts";

beforeAll(() => start("wasm"));

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 5 }),
  tokens: fc.integer({ min: 1, max: 7 }),
  hidden: fc.integer({ min: 1, max: 9 }),
  spare: fc.integer({ min: 0, max: 3 }), // places that no token takes
  seed: fc.nat(1e6),
});

describe("the sums and the loss, fused", () => {
  test("a sum equals that of floats, and its gradient goes to both inputs", () => {
    fc.assert(
      fc.property(sizes, ({ batch, hidden, seed }) => {
        const [a, b, dy] = [0, 1, 2].map((k) => normals(seed, k, batch, hidden)) as [Given, Given, Given];
        const got = valueAndGradients((a, b) => add(a as tf.Tensor2D, b as tf.Tensor2D), [a, b], dy);
        expect(got.value).toEqual(a.values.map((value, j) => value + (b.values[j] as number)));
        expect(got.gradients).toEqual([dy.values, dy.values]);
      }),
    );
  });

  test("tfjs adds tensors of different shapes", () => {
    tf.tidy(() => {
      const sum = tf.add(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([10, 20]));
      expect([...sum.dataSync()]).toEqual([11, 22, 13, 24]);
      expect([...tf.add(tf.tensor1d([1, 2], "int32"), tf.tensor1d([3, 4], "int32")).dataSync()]).toEqual([4, 6]);
    });
  });

  test("position embeddings equal plain loops, and their gradients finite differences", () => {
    expect(currentEngine().operations).toBe(fusedOperations);
    fc.assert(
      fc.property(sizes, ({ batch, tokens, hidden, spare, seed }) => {
        const h = normals(seed, 0, batch * tokens, hidden);
        const wpe = normals(seed, 1, tokens + spare, hidden);
        const dy = normals(seed, 2, batch * tokens, hidden);
        const got = valueAndGradients(
          (h, wpe) => addPositions(h as tf.Tensor2D, wpe as tf.Tensor2D, tokens, tokens),
          [h, wpe],
          dy,
        );
        const exact = (h: Float64Array, wpe: Float64Array) =>
          h.map((value, j) => value + (wpe[j % (tokens * hidden)] as number));
        expectClose(got.value, exact(Float64Array.from(h.values), Float64Array.from(wpe.values)), 1e-6);
        const wanted = differences(exact, [h.values, wpe.values], dy.values);
        got.gradients.forEach((gradient, k) => {
          expectClose(gradient, wanted[k] as Float64Array, 1e-5);
        });
      }),
      { numRuns: 30 },
    );
  });

  test("the weighted squared error equals plain loops, and its gradient finite differences", () => {
    expect(currentEngine().operations).toBe(fusedOperations);
    fc.assert(
      fc.property(sizes, ({ batch, tokens, seed }) => {
        const output = normals(seed, 0, batch * tokens, 1);
        const answers = normals(seed, 1, batch, tokens);
        const weights = normals(seed, 2, 1, tokens);
        const dy = normals(seed, 3);
        const operation = (output: tf.Tensor) => {
          const [y, w] = [answers, weights].map(({ values, shape }) => tf.tensor2d(values, shape as [number, number]));
          return squaredError(output as tf.Tensor2D, y as tf.Tensor2D, w as tf.Tensor2D);
        };
        const got = tf.tidy(() => valueAndGradients((output) => tf.tidy(() => operation(output)), [output], dy));
        const exact = (output: Float64Array) => {
          let sum = 0;
          output.forEach((value, j) => {
            sum += (weights.values[j % tokens] as number) * (value - (answers.values[j] as number)) ** 2;
          });
          return Float64Array.of(sum);
        };
        const scale = output.values.reduce(
          (sum, value, j) =>
            sum + Math.abs(weights.values[j % tokens] as number) * (value - (answers.values[j] as number)) ** 2,
          0,
        );
        expect(
          Math.abs((got.value[0] as number) - (exact(Float64Array.from(output.values))[0] as number)),
        ).toBeLessThan(1e-6 * scale);
        const [wanted] = differences(exact, [output.values], dy.values) as [Float64Array];
        expectClose(got.gradients[0] as Float32Array, wanted, 1e-5);
      }),
      { numRuns: 30 },
    );
  });
});
