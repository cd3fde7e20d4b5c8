import * as tf from "@tensorflow/tfjs-core";
import { checkLength } from "../numerics/checks.ts";
import { type Random, randomAt } from "../numerics/random.ts";

/** One parameter tensor: its GPT-2-like name, its shape, and its initial values: of a standard deviation, from −bound to bound, or a constant. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly init: { readonly normal: number } | { readonly uniform: number } | { readonly constant: number };
  readonly role: "matrix" | "other"; // matrix: a weight matrix of a block, which Muon may update
}

/** Parameters as tensors by name. */
export type ParameterTensors = Readonly<Record<string, tf.Tensor>>;

/** The number of entries of a tensor of this shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** The number of entries of all tensors. */
export const countParameters = (specs: readonly ParameterSpec[]): number =>
  specs.reduce((sum, spec) => sum + sizeOf(spec.shape), 0);

/** Initial parameters, flat, in the order of the specs. Tensor k draws from number k of the stream `init`. */
export function initParameters(specs: readonly ParameterSpec[], seed: number): Float32Array {
  const flat = new Float32Array(countParameters(specs));
  eachPart(specs, flat, (part, spec, k) => {
    if ("constant" in spec.init) {
      part.fill(spec.init.constant);
      return;
    }
    const random = randomAt(seed, "init", k);
    const draw =
      "normal" in spec.init ? scaledNormal(random, spec.init.normal) : scaledUniform(random, spec.init.uniform);
    for (let j = 0; j < part.length; j++) part[j] = draw();
  });
  return flat;
}

const scaledNormal = (random: Random, deviation: number) => () => deviation * random.normal();

const scaledUniform = (random: Random, bound: number) => () => bound * (2 * random.uniform() - 1);

/** Visits each tensor's part of a flat array, in the order of the specs. Throws if the array has more or fewer numbers. */
export function eachPart(
  specs: readonly ParameterSpec[],
  flat: Float32Array,
  visit: (part: Float32Array, spec: ParameterSpec, index: number) => void,
): void {
  checkLength("parameters", flat, countParameters(specs));
  let offset = 0;
  specs.forEach((spec, k) => {
    const size = sizeOf(spec.shape);
    visit(flat.subarray(offset, offset + size), spec, k);
    offset += size;
  });
}

/** Flat parameters as tensors by name. The caller disposes of them. */
export function toTensors(specs: readonly ParameterSpec[], flat: Float32Array): Record<string, tf.Tensor> {
  const tensors: Record<string, tf.Tensor> = {};
  eachPart(specs, flat, (part, spec) => {
    tensors[spec.name] = tf.tensor(part, [...spec.shape], "float32");
  });
  return tensors;
}
