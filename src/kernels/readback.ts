import * as tf from "@tensorflow/tfjs-core";
import { currentEngine } from "./engine.ts";

/**
 * The numbers of the tensors that `compute` makes; all intermediate tensors are disposed of. Numbers are read outside
 * of tidy, because tidy walks through its return value, even through a typed array number by number.
 */
export async function readbackAll(compute: () => tf.Tensor[]): Promise<readonly Float32Array[]> {
  const tensors = tf.tidy(compute);
  try {
    return await currentEngine().read(tensors);
  } finally {
    tf.dispose(tensors);
  }
}

/** The numbers of the one tensor that `compute` makes. */
export const readback = async (compute: () => tf.Tensor): Promise<Float32Array> =>
  (await readbackAll(() => [compute()]))[0] as Float32Array;

/** The numbers of tensors on a tfjs backend. */
export const readTensors = async (tensors: readonly tf.Tensor[]): Promise<readonly Float32Array[]> =>
  Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
