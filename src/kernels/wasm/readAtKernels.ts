import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import type { FusedKernel } from "./fusedKernel.ts";
import { addressOf, allocate } from "./wasmMemory.ts";

const sizes = ({ batch, tokens, stride }: NamedAttrMap) => [batch, tokens, stride] as [number, number, number];

/** {h [B T, H]}, {batch, tokens, stride} → out [B ⌈T / stride⌉, H]. */
export const readAtForward: FusedKernel<"h"> = (kernels, backend, { h }, attrs) => {
  const [B, T, stride] = sizes(attrs);
  const H = h.shape[1] as number;
  const out = allocate(backend, B * Math.ceil(T / stride), H);
  kernels.readAt(addressOf(backend, h), addressOf(backend, out), B, T, stride, 4 * H);
  return [out];
};

/** {dOut [B ⌈T / stride⌉, H]}, {batch, tokens, stride} → dh [B T, H]. */
export const readAtGradient: FusedKernel<"dOut"> = (kernels, backend, { dOut }, attrs) => {
  const [B, T, stride] = sizes(attrs);
  const H = dOut.shape[1] as number;
  const dh = allocate(backend, B * T, H);
  kernels.readAtGradient(addressOf(backend, dOut), addressOf(backend, dh), B, T, stride, 4 * H);
  return [dh];
};
