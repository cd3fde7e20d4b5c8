import * as tf from "@tensorflow/tfjs-core";
import { valuesOf } from "../kernels/valuesOf.ts";

const MOMENTUM = 0.95;
const [A, B, C] = [3.4445, -4.775, 2.0315] as const;

/** A matrix [rows, columns], flat. */
export interface FlatMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** The momentum after a gradient, and the direction to orthogonalise: momentum .95 in Nesterov's form. */
export function muonDirection(
  gradient: Float32Array,
  momentum: Float32Array,
): { readonly direction: Float32Array; readonly momentum: Float32Array } {
  const next = new Float32Array(gradient.length);
  const direction = new Float32Array(gradient.length);
  for (let j = 0; j < gradient.length; j++) {
    const g = gradient[j] as number;
    const m = MOMENTUM * (momentum[j] as number) + (1 - MOMENTUM) * g;
    next[j] = m;
    direction[j] = g + MOMENTUM * (m - g);
  }
  return { direction, momentum: next };
}

/** How far Muon moves a matrix along its orthogonalised direction (Jordan et al. 2024): rate · √max(1, rows / columns). */
export const muonStep = (rate: number, { rows, columns }: Pick<FlatMatrix, "rows" | "columns">): number =>
  rate * Math.sqrt(Math.max(1, rows / columns));

/**
 * Five Newton–Schulz steps towards the nearest orthogonal matrix: singular values go to about one. Each step multiplies u
 * by M = a + b G + c G² with G = u uᵀ, so the steps are taken on the small square G (G ← M G M) and the product of all M
 * is applied to the matrix once, at the end. One matrix at a time: tfjs multiplies batches of matrices on WASM in a
 * scalar loop, some eight times slower.
 */
export const orthogonalize = ({ rows, columns, values }: FlatMatrix): Float32Array =>
  valuesOf(() => orthogonalizeOne(tf.tensor2d(values, [rows, columns])));

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
