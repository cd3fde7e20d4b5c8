import * as tf from "@tensorflow/tfjs-core";
import { activate, currentEngine } from "./engine.ts";

/**
 * The numbers of the tensors that `compute` makes on an engine; all intermediate tensors are disposed of. Numbers are read outside
 * of tidy, because tidy walks through its return value, even through a typed array number by number.
 */
export async function readbackAll(
  compute: () => tf.Tensor[],
  engine = currentEngine(),
): Promise<readonly Float32Array[]> {
  activate(engine);
  const tensors = tf.tidy(compute);
  try {
    return await engine.read(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

/** The numbers of the one tensor that `compute` makes. */
export const readback = async (compute: () => tf.Tensor, engine = currentEngine()): Promise<Float32Array> =>
  (await readbackAll(() => [compute()], engine))[0] as Float32Array;

/** The numbers of the tensors that `compute` makes, one after another. */
export async function readbackFlat(compute: () => tf.Tensor[], engine = currentEngine()): Promise<Float32Array> {
  const parts = await readbackAll(compute, engine);
  const flat = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    flat.set(part, offset);
    offset += part.length;
  }
  return flat;
}

/** The numbers of tensors on a tfjs backend. */
export const readTensors = async (tensors: readonly tf.Tensor[]): Promise<readonly Float32Array[]> =>
  Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
