import { type FusedKernel, NOWHERE } from "./fusedKernel.ts";

/** {x [R, H], scale [H], shift [H]}, {epsilon} → y [R, H], stats [R, 2]. */
export const layerNormForward: FusedKernel<"x" | "scale" | "shift"> = (kernels, { x }, { epsilon }) => {
  const [R, H] = x as [number, number];
  return {
    outputs: [
      [R, H],
      [R, 2],
    ],
    run: (at, [y = NOWHERE, stats = NOWHERE]) =>
      kernels.layerNorm(at.x, at.scale, at.shift, y, stats, R, H, epsilon as number),
  };
};

/** {x [R, H], scale [H], stats [R, 2], dy [R, H]} → dx [R, H], dScale [H], dShift [H]. */
export const layerNormGradient: FusedKernel<"x" | "scale" | "stats" | "dy"> = (kernels, { x }) => {
  const [R, H] = x as [number, number];
  return {
    outputs: [[R, H], [H], [H]],
    scratch: 8 * H,
    run: (at, [dx = NOWHERE, dScale = NOWHERE, dShift = NOWHERE], scratch) =>
      kernels.layerNormGradient(at.x, at.scale, at.stats, at.dy, dx, dScale, dShift, scratch, R, H),
  };
};
