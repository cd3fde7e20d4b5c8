import { type FusedKernel, NOWHERE, type Shape } from "./fusedKernel.ts";

const count = (shape: Shape) => shape.reduce((product, n) => product * n, 1);

/** {a, b}, of one shape → a + b. */
export const sum: FusedKernel<"a" | "b"> = (kernels, { a }) => ({
  outputs: [a],
  run: (at, [out = NOWHERE]) => kernels.add(at.a, at.b, out, count(a)),
});

/** {h [B T, H], wpe [≥ T, H]}, {tokens} → [B T, H]. */
export const addPositionsForward: FusedKernel<"h" | "wpe"> = (kernels, { h }, { tokens }) => {
  const [rows, H] = h as [number, number];
  const T = tokens as number;
  return { outputs: [h], run: (at, [out = NOWHERE]) => kernels.addPositions(at.h, at.wpe, out, rows / T, T, H) };
};

/** {dy [B T, H]}, {tokens, places} → dwpe [places, H]. */
export const addPositionsGradient: FusedKernel<"dy"> = (kernels, { dy }, { tokens, places }) => {
  const [rows, H] = dy as [number, number];
  const [T, P] = [tokens, places] as [number, number];
  return {
    outputs: [[P, H]],
    run: (at, [dwpe = NOWHERE]) => kernels.addPositionsGradient(at.dy, dwpe, rows / T, T, H, P),
  };
};

/** {output, answers [B, P], weights [1, P]} → the loss, a scalar, and the weighted errors [B, P]. */
export const squaredErrorForward: FusedKernel<"output" | "answers" | "weights"> = (kernels, { answers }) => {
  const [B, P] = answers as [number, number];
  return {
    outputs: [[], [B, P]],
    run: (at, [loss = NOWHERE, errors = NOWHERE]) =>
      kernels.squaredError(at.output, at.answers, at.weights, loss, errors, B, P),
  };
};

/** {dy, a scalar, errors [B, P]} → dOutput [B P, 1]. */
export const squaredErrorGradient: FusedKernel<"dy" | "errors"> = (kernels, { errors }) => {
  const n = count(errors);
  return {
    outputs: [[n, 1]],
    run: (at, [dOutput = NOWHERE]) => kernels.squaredErrorGradient(at.dy, at.errors, dOutput, n),
  };
};
