import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import { checkShape, checkSize } from "../checkShape.ts";
import { type FusedKernel, NULL_ADDRESS } from "./fusedKernel.ts";

function sizes({ batch, tokens, stride }: NamedAttrMap): [number, number, number] {
  for (const [name, size] of Object.entries({ batch, tokens, stride })) checkSize("readAt", name, size as number, 1);
  return [batch, tokens, stride] as [number, number, number];
}

/** {h [B T, H]}, {batch, tokens, stride} → out [B ⌈T / stride⌉, H]. */
export const readAtForward: FusedKernel<"h"> = (kernels, { h }, attrs) => {
  const [B, T, stride] = sizes(attrs);
  checkShape("readAt", "h", h, [B * T, null]);
  const H = h[1] as number;
  return {
    outputs: [[B * Math.ceil(T / stride), H]],
    run: (at, [out = NULL_ADDRESS]) => kernels.readAt(at.h, out, B, T, stride, 4 * H),
  };
};

/** {dOut [B ⌈T / stride⌉, H]}, {batch, tokens, stride} → dh [B T, H]. */
export const readAtGradient: FusedKernel<"dOut"> = (kernels, { dOut }, attrs) => {
  const [B, T, stride] = sizes(attrs);
  checkShape("readAt", "dOut", dOut, [B * Math.ceil(T / stride), null]);
  const H = dOut[1] as number;
  return {
    outputs: [[B * T, H]],
    run: (at, [dh = NULL_ADDRESS]) => kernels.readAtGradient(at.dOut, dh, B, T, stride, 4 * H),
  };
};
