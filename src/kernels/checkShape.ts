import type { TensorInfo } from "@tensorflow/tfjs-core";

/** The sides that a tensor must have; null is a side of any size but 0. */
export type Sides = readonly (number | null)[];

/**
 * Throws one sentence if a tensor is not float32 with the expected sides. Operations check their inputs before any
 * computation: a fused kernel knows only addresses, and would read and write beyond its tensors.
 */
export function checkTensor(operation: string, name: string, { shape, dtype }: TensorInfo, expected: Sides): void {
  checkShape(operation, name, shape, expected);
  if (dtype === "float32") return;
  throw new RangeError(`invalid ${operation}: expected ${name} of float32, got ${dtype}`);
}

/** Throws one sentence if a shape does not have the expected sides. */
export function checkShape(operation: string, name: string, shape: readonly number[], expected: Sides): void {
  const fits = (side: number | null, k: number) => (side === null ? (shape[k] as number) > 0 : shape[k] === side);
  if (shape.length === expected.length && expected.every(fits)) return;
  const sides = expected.map((side) => side ?? "·").join(", ");
  throw new RangeError(`invalid ${operation}: expected ${name} of [${sides}], got [${shape.join(", ")}]`);
}

/** Throws one sentence if a size is not a whole number from `min` to `max`. */
export function checkSize(
  operation: string,
  name: string,
  value: number,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new RangeError(`invalid ${operation}: expected ${name} a whole number ${range}, got ${value}`);
}

/** Throws one sentence if a number of rows is not a multiple of `tokens`; returns the number of sequences. */
export function checkSequences(operation: string, rows: number, tokens: number): number {
  checkSize(operation, "tokens", tokens, 1);
  if (rows > 0 && rows % tokens === 0) return rows / tokens;
  throw new RangeError(`invalid ${operation}: expected rows of sequences of ${tokens} tokens, got ${rows} rows`);
}
