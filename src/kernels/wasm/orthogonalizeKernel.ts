import { checkShape } from "../checkShape.ts";
import { type FusedKernel, NULL_ADDRESS } from "./fusedKernel.ts";

/** {g [rows, columns]}, {a, b, c} → out [rows, columns]. */
export const orthogonalizeOne: FusedKernel<"g"> = (kernels, { g }, attrs) => {
  checkShape("orthogonalize", "g", g, [null, null]);
  const [rows, columns] = g as [number, number];
  const { a, b, c } = attrs as { a: number; b: number; c: number };
  return {
    outputs: [[rows, columns]],
    scratch: kernels.orthogonalizeScratch(rows, columns),
    run: (at, [out = NULL_ADDRESS], scratch) => kernels.orthogonalize(at.g, out, scratch, rows, columns, a, b, c),
  };
};
