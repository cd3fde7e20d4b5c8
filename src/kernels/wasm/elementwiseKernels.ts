import { checkSequences, checkShape, checkSize } from "../checkShape.ts";
import { type FusedKernel, NULL_ADDRESS, type Shape } from "./fusedKernel.ts";

const count = (shape: Shape) => shape.reduce((product, n) => product * n, 1);

/** {a, b}, of one shape → a + b. */
export const sum: FusedKernel<"a" | "b"> = (kernels, { a, b }) => {
  checkShape("add", "b", b, a);
  return { outputs: [a], run: (at, [out = NULL_ADDRESS]) => kernels.add(at.a, at.b, out, count(a)) };
};

/** {h [B T, H], wpe [≥ T, H]}, {tokens} → [B T, H]. */
export const addPositionsForward: FusedKernel<"h" | "wpe"> = (kernels, { h, wpe }, { tokens }) => {
  checkShape("addPositions", "h", h, [null, null]);
  const [rows, H] = h as [number, number];
  const T = tokens as number;
  checkSequences("addPositions", rows, T);
  checkShape("addPositions", "wpe", wpe, [null, H]);
  checkSize("addPositions", "places", T, 1, wpe[0] as number);
  return { outputs: [h], run: (at, [out = NULL_ADDRESS]) => kernels.addPositions(at.h, at.wpe, out, rows / T, T, H) };
};

/** {dy [B T, H]}, {tokens, places} → dwpe [places, H]. */
export const addPositionsGradient: FusedKernel<"dy"> = (kernels, { dy }, { tokens, places }) => {
  const [rows, H] = dy as [number, number];
  const [T, P] = [tokens, places] as [number, number];
  checkShape("addPositions", "dy", dy, [null, null]);
  checkSequences("addPositions", rows, T);
  checkSize("addPositions", "places", P, T);
  return {
    outputs: [[P, H]],
    run: (at, [dwpe = NULL_ADDRESS]) => kernels.addPositionsGradient(at.dy, dwpe, rows / T, T, H, P),
  };
};

/** {output, answers [B, P], weights [1, P]} → the loss, a scalar, and the weighted errors [B, P]. */
export const squaredErrorForward: FusedKernel<"output" | "answers" | "weights"> = (
  kernels,
  { output, answers, weights },
) => {
  checkShape("squaredError", "answers", answers, [null, null]);
  const [B, P] = answers as [number, number];
  checkShape("squaredError", "weights", weights, [1, P]);
  checkShape("squaredError", "output", [count(output)], [B * P]);
  return {
    outputs: [[], [B, P]],
    run: (at, [loss = NULL_ADDRESS, errors = NULL_ADDRESS]) =>
      kernels.squaredError(at.output, at.answers, at.weights, loss, errors, B, P),
  };
};

/** {dy, a scalar, errors [B, P]} → dOutput [B P, 1]. */
export const squaredErrorGradient: FusedKernel<"dy" | "errors"> = (kernels, { dy, errors }) => {
  const n = count(errors);
  checkShape("squaredError", "dy", dy, []);
  return {
    outputs: [[n, 1]],
    run: (at, [dOutput = NULL_ADDRESS]) => kernels.squaredErrorGradient(at.dy, at.errors, dOutput, n),
  };
};
