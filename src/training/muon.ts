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

/**
 * The Newton–Schulz iteration on each matrix, [matrices, rows, columns]: its singular values go to about one. Each step
 * multiplies u by M = a + b G + c G² with G = u uᵀ, so the steps are taken on the small square G (G ← M G M) and the
 * product of all M is applied to the matrix once, at the end. One matrix at a time: tfjs multiplies batches of matrices
 * on WASM in a scalar loop, some eight times slower.
 */
export function orthogonalize(values: Float32Array, shape: readonly [number, number, number]): Float32Array {
  const [matrices, rows, columns] = shape;
  const size = rows * columns;
  const result = new Float32Array(values.length);
  for (let k = 0; k < matrices; k++) {
    const matrix = values.subarray(k * size, (k + 1) * size);
    result.set(
      tf.tidy(() => orthogonalizeOne(tf.tensor2d(matrix, [rows, columns])).dataSync()),
      k * size,
    );
  }
  return result;
}

function orthogonalizeOne(g: tf.Tensor2D): tf.Tensor2D {
  const [rows, columns] = g.shape;
  const u: tf.Tensor2D = tf.div(g, tf.add(tf.sqrt(tf.sum(tf.square(g))), 1e-7));
  const tall = rows > columns;
  let gram: tf.Tensor2D = tall ? tf.matMul(tf.transpose(u), u) : tf.matMul(u, tf.transpose(u)); // the smaller square
  const identity: tf.Tensor2D = tf.mul(A, tf.eye(Math.min(rows, columns)));
  let all: tf.Tensor2D | undefined;
  for (let k = 0; k < 5; k++) {
    const mix: tf.Tensor2D = tf.add(tf.add(tf.mul(B, gram), tf.mul(C, tf.matMul(gram, gram))), identity);
    all = all ? tf.matMul(mix, all) : mix;
    if (k < 4) gram = tf.matMul(tf.matMul(mix, gram), mix);
  }
  return tall ? tf.matMul(u, all as tf.Tensor2D) : tf.matMul(all as tf.Tensor2D, u);
}
