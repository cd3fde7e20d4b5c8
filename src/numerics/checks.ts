// Checks of arguments. Each throws a RangeError with one sentence: what was expected and what it got.

/** Throws if a value is not a whole number from `min` to `max`. */
export function checkInteger(name: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new RangeError(`invalid ${name}: expected a whole number ${range}, got ${shortText(value)}`);
}

/** Throws if a value is not a finite number from `min` to `max`. */
export function checkBetween(name: string, value: number, min: number, max = Number.MAX_VALUE): void {
  if (typeof value === "number" && value >= min && value <= max) return;
  const range = max === Number.MAX_VALUE ? `of at least ${min}` : `from ${min} to ${max}`;
  throw new RangeError(`invalid ${name}: expected a finite number ${range}, got ${shortText(value)}`);
}

/** Throws if a value is not a finite number above 0. */
export function checkPositive(name: string, value: number): void {
  if (typeof value === "number" && value > 0 && value <= Number.MAX_VALUE) return;
  throw new RangeError(`invalid ${name}: expected a finite number above 0, got ${shortText(value)}`);
}

/** Throws if a value is not one of several names. */
export function checkOneOf(name: string, value: string, names: readonly string[]): void {
  if (names.includes(value)) return;
  throw new RangeError(`invalid ${name}: expected one of ${names.join(", ")}, got ${shortText(value)}`);
}

/** Throws if an array does not have `length` numbers; `shape` describes them in letters, such as "[B, N + 1]". */
export function checkLength(name: string, array: ArrayLike<number>, length: number, shape = ""): void {
  const got = lengthOf(name, array);
  if (got === length) return;
  throw new RangeError(`invalid ${name}: expected ${length} numbers${shape && ` ${shape}`}, got ${got}`);
}

/** Throws if an array is not at least one row of `size` numbers; returns the number of rows. `shape` describes them in letters. */
export function checkRows(name: string, array: ArrayLike<number>, size: number, shape = ""): number {
  const got = lengthOf(name, array);
  if (got > 0 && got % size === 0) return got / size;
  throw new RangeError(`invalid ${name}: expected a multiple of ${size} numbers${shape && ` ${shape}`}, got ${got}`);
}

/** Throws if there are no indices, or one is not a whole number from 0 to `size` − 1. */
export function checkIndices(name: string, indices: readonly number[], size: number): void {
  if (lengthOf(name, indices) === 0) throw new RangeError(`invalid ${name}: expected at least one, got none`);
  for (const index of indices) checkInteger(name, index, 0, size - 1);
}

const MAX_NUMBERS = 2 ** 30; // 4 GB of float32

/** Throws if an array with these sides would be too large. */
export function checkRoom(name: string, ...sides: readonly number[]): void {
  const numbers = sides.reduce((product, side) => product * side, 1);
  if (numbers <= MAX_NUMBERS) return;
  throw new RangeError(`invalid ${name}: expected at most ${MAX_NUMBERS} numbers in all, got ${numbers}`);
}

function lengthOf(name: string, array: ArrayLike<number>): number {
  if (ArrayBuffer.isView(array) || Array.isArray(array)) return array.length;
  throw new RangeError(`invalid ${name}: expected an array of numbers, got ${shortText(array)}`);
}

/** A short text for a value in a sentence. */
export function shortText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
