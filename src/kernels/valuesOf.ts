import * as tf from "@tensorflow/tfjs-core";

/**
 * The numbers of a tensor that `compute` makes; all tensors made on the way are disposed of. Read outside of tidy, which
 * walks whatever it is given back, a typed array number by number.
 */
export function readback(compute: () => tf.Tensor): Float32Array {
  const tensor = tf.tidy(compute);
  const values = tensor.dataSync() as Float32Array;
  tensor.dispose();
  return values;
}
