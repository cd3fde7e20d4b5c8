import * as tf from "@tensorflow/tfjs-core";

const MOMENTUM = 0.95;
const [A, B, C] = [3.4445, -4.775, 2.0315] as const;

/**
 * One Muon update of matrices of one shape (Jordan et al. 2024): momentum .95 in Nesterov's form, five Newton–Schulz
 * steps towards the nearest orthogonal matrix, scaled by √max(1, rows / columns). Arrays are [matrices, rows, columns],
 * flat; gives back parameters and momentum after it.
 */
export function muon(
  parameters: Float32Array,
  gradient: Float32Array,
  momentum: Float32Array,
  shape: readonly [matrices: number, rows: number, columns: number],
  rate: number,
): { readonly parameters: Float32Array; readonly momentum: Float32Array } {
  const nextMomentum = momentum.map((m, j) => MOMENTUM * m + (1 - MOMENTUM) * (gradient[j] as number));
  const direction = gradient.map((g, j) => g + MOMENTUM * ((nextMomentum[j] as number) - g));
  const update = orthogonalize(direction, shape);
  const [, rows, columns] = shape;
  const size = rate * Math.sqrt(Math.max(1, rows / columns));
  return { parameters: parameters.map((p, j) => p - size * (update[j] as number)), momentum: nextMomentum };
}

/** The Newton–Schulz iteration on each matrix, [matrices, rows, columns]: its singular values go to about one. */
export function orthogonalize(values: Float32Array, shape: readonly [number, number, number]): Float32Array {
  let result = values;
  tf.tidy(() => {
    const [, rows, columns] = shape;
    const g = tf.tensor3d(values, [...shape]);
    const norms = tf.add(tf.sqrt(tf.sum(tf.square(g), [1, 2], true)), 1e-7);
    const tall = rows > columns;
    let u: tf.Tensor3D = tf.div(tall ? flip(g) : g, norms);
    for (let k = 0; k < 5; k++) {
      const gram: tf.Tensor3D = tf.matMul(u, flip(u));
      const mix: tf.Tensor3D = tf.add(tf.mul(B, gram), tf.mul(C, tf.matMul(gram, gram)));
      u = tf.add(tf.mul(A, u), tf.matMul(mix, u));
    }
    result = (tall ? flip(u) : u).dataSync() as Float32Array; // not returned: tidy would walk it, number by number
  });
  return result;
}

const flip = (a: tf.Tensor3D): tf.Tensor3D => tf.transpose(a, [0, 2, 1]);
