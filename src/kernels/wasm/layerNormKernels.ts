import { checkShape } from "../checkShape.ts";
import { type FusedKernel, NULL_ADDRESS } from "./fusedKernel.ts";

/** {x [R, H], scale [H], shift [H]}, {epsilon} → y [R, H], stats [R, 2]. */
export const layerNormForward: FusedKernel<"x" | "scale" | "shift"> = (kernels, { x, scale, shift }, { epsilon }) => {
  checkShape("layerNorm", "x", x, [null, null]);
  const [R, H] = x as [number, number];
  checkShape("layerNorm", "scale", scale, [H]);
  checkShape("layerNorm", "shift", shift, [H]);
  return {
    outputs: [
      [R, H],
      [R, 2],
    ],
    run: (at, [y = NULL_ADDRESS, stats = NULL_ADDRESS]) =>
      kernels.layerNorm(at.x, at.scale, at.shift, y, stats, R, H, epsilon as number),
  };
};

/** {x [R, H], scale [H], stats [R, 2], dy [R, H]} → dx [R, H], dScale [H], dShift [H]. */
export const layerNormGradient: FusedKernel<"x" | "scale" | "stats" | "dy"> = (kernels, { x, scale, stats, dy }) => {
  checkShape("layerNorm", "x", x, [null, null]);
  const [R, H] = x as [number, number];
  checkShape("layerNorm", "scale", scale, [H]);
  checkShape("layerNorm", "stats", stats, [R, 2]);
  checkShape("layerNorm", "dy", dy, [R, H]);
  return {
    outputs: [[R, H], [H], [H]],
    scratch: 8 * H,
    run: (at, [dx = NULL_ADDRESS, dScale = NULL_ADDRESS, dShift = NULL_ADDRESS], scratch) =>
      kernels.layerNormGradient(at.x, at.scale, at.stats, at.dy, dx, dScale, dShift, scratch, R, H),
  };
};
