import type { ActivationId } from "../activations.ts";
import { checkShape } from "../checkShape.ts";
import { type FusedKernel, NULL_ADDRESS } from "./fusedKernel.ts";

/** The number of each activation in the kernel; 0 is none. */
const numberOf: Readonly<Record<ActivationId, number>> = { gelu: 1, "gelu-tanh": 2 };

/** {x [R, I], w [I, O], b? [O]}, {activation?} → y [R, O], and with an activation its slope [R, O]. */
export const linearForward: FusedKernel<"x" | "w", "b"> = (kernels, { x, w, b }, attributes) => {
  const activation = attributes.activation as ActivationId | undefined;
  checkShape("linear", "x", x, [null, null]);
  const [R, I] = x as [number, number];
  checkShape("linear", "w", w, [I, null]);
  const O = w[1] as number;
  if (b) checkShape("linear", "b", b, [O]);
  return {
    outputs: activation
      ? [
          [R, O],
          [R, O],
        ]
      : [[R, O]],
    scratch: kernels.linearScratch(I, O),
    run: (at, [y = NULL_ADDRESS, slope = NULL_ADDRESS], scratch) =>
      kernels.linear(
        at.x,
        at.w,
        at.b ?? NULL_ADDRESS,
        y,
        slope,
        scratch,
        R,
        I,
        O,
        activation ? numberOf[activation] : 0,
      ),
  };
};

/** {x [R, I], w [I, O], slope? [R, O], dy [R, O]}, {bias} → dx [R, I], dw [I, O], and with a bias db [O]. */
export const linearGradient: FusedKernel<"x" | "w" | "dy", "slope"> = (kernels, { x, w, slope, dy }, { bias }) => {
  checkShape("linear", "x", x, [null, null]);
  const [R, I] = x as [number, number];
  checkShape("linear", "w", w, [I, null]);
  const O = w[1] as number;
  if (slope) checkShape("linear", "slope", slope, [R, O]);
  checkShape("linear", "dy", dy, [R, O]);
  return {
    outputs: bias
      ? [[R, I], [I, O], [O]]
      : [
          [R, I],
          [I, O],
        ],
    scratch: kernels.linearGradientScratch(I, O),
    run: (at, [dx = NULL_ADDRESS, dw = NULL_ADDRESS, db = NULL_ADDRESS], scratch) =>
      kernels.linearGradient(at.x, at.w, at.slope ?? NULL_ADDRESS, at.dy, dx, dw, db, scratch, R, I, O),
  };
};
