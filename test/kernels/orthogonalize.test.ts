import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { currentEngine } from "../../src/kernels/engine.ts";
import { fusedOperations } from "../../src/kernels/fused/fusedOperations.ts";
import { orthogonalize } from "../../src/kernels/orthogonalize.ts";
import { expectClose, type Given, normals, start } from "./operations.ts";

beforeAll(async () => {
  await start("wasm");
  expect(currentEngine().operations).toBe(fusedOperations);
});

function apply({ shape, values }: Given): Float32Array {
  const before = tf.memory().numTensors;
  const g = tf.tensor2d(values, shape as [number, number]);
  const out = orthogonalize(g);
  const result = out.dataSync() as Float32Array;
  tf.dispose([g, out]);
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

/** The iteration as Jordan et al. write it, u ← a u + (b G + c G²) u with G = u uᵀ, in float64. */
function iterate({ shape, values }: Given): Float64Array {
  const [rows, columns] = shape as [number, number];
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) + 1e-7;
  let u = Float64Array.from(values, (value) => value / norm);
  const times = (x: Float64Array, y: Float64Array, n: number, depth: number, m: number) =>
    Float64Array.from({ length: n * m }, (_, k) => {
      let sum = 0;
      for (let d = 0; d < depth; d++)
        sum += (x[Math.floor(k / m) * depth + d] as number) * (y[d * m + (k % m)] as number);
      return sum;
    });
  for (let k = 0; k < 5; k++) {
    const flipped = Float64Array.from(u, (_, j) => u[(j % rows) * columns + Math.floor(j / rows)] as number);
    const gram = times(u, flipped, rows, columns, rows);
    const square = times(gram, gram, rows, rows, rows);
    const mixed = times(
      gram.map((g, j) => -4.775 * g + 2.0315 * (square[j] as number)),
      u,
      rows,
      rows,
      columns,
    );
    u = u.map((value, j) => 3.4445 * value + (mixed[j] as number));
  }
  return u;
}

describe("orthogonalize, fused", () => {
  test("equals the plain iteration in float64, tall and wide", () => {
    const sizes = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(sizes, sizes, fc.nat(1e6), (rows, columns, seed) => {
        const g = normals(seed, 0, rows, columns);
        expectClose(apply(g), iterate(g), 1e-3); // the iteration itself magnifies float32's rounding some hundredfold
      }),
      { numRuns: 40 },
    );
  });

  test("equals the composition of tfjs operations", async () => {
    for (const [rows, columns] of [
      [64, 192],
      [256, 64],
      [33, 33],
    ] as const) {
      const g = normals(rows, 0, rows, columns);
      await start("wasm");
      const got = apply(g);
      await start("cpu");
      const wanted = apply(g);
      await start("wasm");
      expectClose(got, wanted, 1e-3);
    }
  });

  test("leaves a matrix of zeros, and passes NaN on", () => {
    expect(apply({ shape: [3, 5], values: new Float32Array(15) }).every((value) => value === 0)).toBe(true);
    expect(apply({ shape: [2, 2], values: Float32Array.of(1, Number.NaN, 0, 1) }).every(Number.isNaN)).toBe(true);
  });
});
