import type { FusedKernel } from "./fusedKernel.ts";
import { addressOf, allocate, withScratch } from "./wasmMemory.ts";

/** {g [rows, columns]}, {a, b, c} → out [rows, columns]. */
export const orthogonalizeOne: FusedKernel<"g"> = (kernels, backend, { g }, attrs) => {
  const [rows, columns] = g.shape as [number, number];
  const { a, b, c } = attrs as { a: number; b: number; c: number };
  const out = allocate(backend, rows, columns);
  withScratch(backend, kernels.orthogonalizeScratch(rows, columns), (scratch) =>
    kernels.orthogonalize(addressOf(backend, g), addressOf(backend, out), scratch, rows, columns, a, b, c),
  );
  return [out];
};
