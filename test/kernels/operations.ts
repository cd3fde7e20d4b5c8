import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { randomAt } from "../../src/numerics/random.ts";
import type { Numbers } from "./exact.ts";
import { startHere } from "./startHere.ts";

/** Numbers in a shape: what an operation is given. */
export interface Given {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Standard normal numbers in a shape, the same for the same seed and index. */
export function normals(seed: number, index: number, ...shape: number[]): Given {
  const random = randomAt(seed, "test", index);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
  return { shape, values };
}

/** Starts a backend; whatever it warns of fails the test. */
export async function start(name: "wasm" | "cpu"): Promise<void> {
  await startHere(name);
}

/** An operation's value on the current backend, and the gradient of each input along dy. Leaves no tensor behind. */
export function valueAndGradients(
  operation: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly Given[],
  dy: Given,
): { readonly value: Float32Array; readonly gradients: Float32Array[] } {
  const before = tf.memory().numTensors;
  const tensors = [...inputs, dy].map(({ shape, values }) => tf.tensor(values, [...shape], "float32"));
  const along = tensors.pop() as tf.Tensor;
  const { value, grads } = tf.valueAndGrads(operation)(tensors, along);
  const result = {
    value: value.dataSync() as Float32Array,
    gradients: grads.map((gradient) => gradient.dataSync() as Float32Array),
  };
  tf.dispose([...tensors, along, value, ...grads]);
  expect(tf.memory().numTensors).toBe(before);
  return result;
}

/** Fails unless both hold the same numbers up to `tolerance`, relative to the largest of those wanted. */
export function expectClose(got: Numbers, wanted: Numbers, tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  let largest = 0;
  for (const value of wanted) largest = Math.max(largest, Math.abs(value));
  for (let j = 0; j < wanted.length; j++) {
    const error = Math.abs((got[j] as number) - (wanted[j] as number));
    if (!(error <= tolerance * largest + 1e-12)) {
      expect.fail(`number ${j} of ${wanted.length}: expected ${wanted[j]}, got ${got[j]}, the largest is ${largest}`);
    }
  }
}
