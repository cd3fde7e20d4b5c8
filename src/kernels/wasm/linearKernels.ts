import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { FusedKernel } from "./fusedKernel.ts";
import { addressOf, allocate, withScratch } from "./wasmMemory.ts";

/** {x [R, I], w [I, O], b? [O]}, {gelu} → y [R, O], and with GELU its slope [R, O]. */
export const linearForward: FusedKernel<"x" | "w", "b"> = (kernels, backend, inputs, attrs) => {
  const [R, I] = inputs.x.shape as [number, number];
  const O = inputs.w.shape[1] as number;
  const at = (tensor?: TensorInfo) => addressOf(backend, tensor);
  const y = allocate(backend, R, O);
  const slope = attrs.gelu ? allocate(backend, R, O) : undefined;
  withScratch(backend, kernels.linearScratch(I, O), (scratch) =>
    kernels.linear(at(inputs.x), at(inputs.w), at(inputs.b), at(y), at(slope), scratch, R, I, O),
  );
  return slope ? [y, slope] : [y];
};

/** {x [R, I], w [I, O], slope? [R, O], dy [R, O]}, {bias} → dx [R, I], dw [I, O], and with a bias db [O]. */
export const linearGradient: FusedKernel<"x" | "w" | "dy", "slope"> = (kernels, backend, inputs, attrs) => {
  const [R, I] = inputs.x.shape as [number, number];
  const O = inputs.w.shape[1] as number;
  const at = (tensor?: TensorInfo) => addressOf(backend, tensor);
  const dx = allocate(backend, R, I);
  const dw = allocate(backend, I, O);
  const db = attrs.bias ? allocate(backend, O) : undefined;
  withScratch(backend, kernels.linearGradientScratch(I, O), (scratch) => {
    const { x, w, slope, dy } = inputs;
    kernels.linearGradient(at(x), at(w), at(slope), at(dy), at(dx), at(dw), at(db), scratch, R, I, O);
  });
  return db ? [dx, dw, db] : [dx, dw];
};
