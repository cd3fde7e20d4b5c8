import * as tf from "@tensorflow/tfjs-core";
import { currentEngine } from "../kernels/engine.ts";
import { orthogonalize as towardsOrthogonal } from "../kernels/orthogonalize.ts";
import { readback } from "../kernels/readback.ts";

/** A matrix [rows, columns], flat. */
export interface FlatMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/**
 * Writes the running mean of a matrix's gradient, with the share `momentum` of the mean `before`, into `mean`, and
 * Nesterov's direction, which is to be orthogonalised, into `direction`.
 */
export function muonDirection(
  gradient: Float32Array,
  momentum: number,
  before: Float32Array,
  mean: Float32Array,
  direction: Float32Array,
): void {
  const { length } = gradient; // outside the loop, it and the difference make V8's code two to three times as fast
  const fresh = 1 - momentum;
  for (let j = 0; j < length; j++) {
    const g = gradient[j] as number;
    const m = momentum * (before[j] as number) + fresh * g;
    mean[j] = m;
    direction[j] = g + momentum * (m - g);
  }
}

/**
 * How far Muon moves a matrix [inputs, outputs] along its orthogonalised direction: rate · √max(1, outputs / inputs)
 * (Jordan et al. 2024, whose matrices are PyTorch's [outputs, inputs]).
 */
export const muonStep = (rate: number, { rows, columns }: Pick<FlatMatrix, "rows" | "columns">): number =>
  rate * Math.sqrt(Math.max(1, columns / rows));

/** The nearest orthogonal matrix, roughly: kernels/orthogonalize.ts. */
export const orthogonalize = ({ rows, columns, values }: FlatMatrix, engine = currentEngine()): Promise<Float32Array> =>
  readback(() => towardsOrthogonal(tf.tensor2d(values, [rows, columns])), engine);
