import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { FusedKernel } from "./fusedKernel.ts";
import { addressOf, allocate, withScratch } from "./wasmMemory.ts";

/** {x [R, H], scale [H], shift [H]}, {epsilon} → y [R, H], stats [R, 2]. */
export const layerNormForward: FusedKernel<"x" | "scale" | "shift"> = (
  kernels,
  backend,
  { x, scale, shift },
  attrs,
) => {
  const [R, H] = x.shape as [number, number];
  const at = (tensor?: TensorInfo) => addressOf(backend, tensor);
  const y = allocate(backend, R, H);
  const stats = allocate(backend, R, 2);
  kernels.layerNorm(at(x), at(scale), at(shift), at(y), at(stats), R, H, attrs.epsilon as number);
  return [y, stats];
};

/** {x [R, H], scale [H], stats [R, 2], dy [R, H]} → dx [R, H], dScale [H], dShift [H]. */
export const layerNormGradient: FusedKernel<"x" | "scale" | "stats" | "dy"> = (
  kernels,
  backend,
  { x, scale, stats, dy },
) => {
  const [R, H] = x.shape as [number, number];
  const at = (tensor?: TensorInfo) => addressOf(backend, tensor);
  const dx = allocate(backend, R, H);
  const dScale = allocate(backend, H);
  const dShift = allocate(backend, H);
  withScratch(backend, 8 * H, (scratch) =>
    kernels.layerNormGradient(at(x), at(scale), at(stats), at(dy), at(dx), at(dScale), at(dShift), scratch, R, H),
  );
  return [dx, dScale, dShift];
};
