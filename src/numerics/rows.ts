import { dot } from "./dot.ts";

// Four rows and two columns at a time: each number of the vector is read once for four independent sums.
// For vectors of 8 this takes a third of the time of one row after another.

/** out ← A v, for `rows` rows of n numbers each and a vector at an offset. out [rows] */
export function multiply(
  A: Float64Array,
  rows: number,
  v: Float64Array,
  from: number,
  n: number,
  out: Float64Array,
): void {
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const a = i * n;
    const b = a + n;
    const c = b + n;
    const d = c + n;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let j = 0;
    for (; j + 1 < n; j += 2) {
      const p = v[from + j] as number;
      const q = v[from + j + 1] as number;
      s0 += (A[a + j] as number) * p + (A[a + j + 1] as number) * q;
      s1 += (A[b + j] as number) * p + (A[b + j + 1] as number) * q;
      s2 += (A[c + j] as number) * p + (A[c + j + 1] as number) * q;
      s3 += (A[d + j] as number) * p + (A[d + j + 1] as number) * q;
    }
    if (j < n) {
      const p = v[from + j] as number;
      s0 += (A[a + j] as number) * p;
      s1 += (A[b + j] as number) * p;
      s2 += (A[c + j] as number) * p;
      s3 += (A[d + j] as number) * p;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < rows; i++) out[i] = dot(A, i * n, v, from, n);
}

/** out ← ‖aᵢ − v‖² for each of `rows` rows of n numbers and a vector at an offset. out [rows] */
export function squaredDistances(
  A: Float64Array,
  rows: number,
  v: Float64Array,
  from: number,
  n: number,
  out: Float64Array,
): void {
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const a = i * n;
    const b = a + n;
    const c = b + n;
    const d = c + n;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < n; j++) {
      const p = v[from + j] as number;
      const e0 = (A[a + j] as number) - p;
      const e1 = (A[b + j] as number) - p;
      const e2 = (A[c + j] as number) - p;
      const e3 = (A[d + j] as number) - p;
      s0 += e0 * e0;
      s1 += e1 * e1;
      s2 += e2 * e2;
      s3 += e3 * e3;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += ((A[i * n + j] as number) - (v[from + j] as number)) ** 2;
    out[i] = sum;
  }
}

/** A ← A + scale · v vᵀ, for A [n, n] and a vector at an offset. */
export function addOuter(A: Float64Array, scale: number, v: Float64Array, from: number, n: number): void {
  let at = 0;
  for (let i = 0; i < n; i++) {
    const p = scale * (v[from + i] as number);
    let j = 0;
    for (; j + 1 < n; j += 2) {
      A[at + j] = (A[at + j] as number) + p * (v[from + j] as number);
      A[at + j + 1] = (A[at + j + 1] as number) + p * (v[from + j + 1] as number);
    }
    if (j < n) A[at + j] = (A[at + j] as number) + p * (v[from + j] as number);
    at += n;
  }
}
