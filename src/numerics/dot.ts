/** Σ aᵢ bᵢ over n numbers of each array from an offset on. */
export function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, n: number): number {
  // Four sums at once: one alone waits for each addition before the next. n is small, so rounding is not the reason.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < n; k += 4) {
    s0 += (a[fromA + k] as number) * (b[fromB + k] as number);
    s1 += (a[fromA + k + 1] as number) * (b[fromB + k + 1] as number);
    s2 += (a[fromA + k + 2] as number) * (b[fromB + k + 2] as number);
    s3 += (a[fromA + k + 3] as number) * (b[fromB + k + 3] as number);
  }
  for (; k < n; k++) s0 += (a[fromA + k] as number) * (b[fromB + k] as number);
  return s0 + s1 + (s2 + s3);
}

/** ‖a − b‖² over n numbers of each array from an offset on. */
export function squaredDistance(a: Float64Array, fromA: number, b: Float64Array, fromB: number, n: number): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < n; k += 2) {
    const first = (a[fromA + k] as number) - (b[fromB + k] as number);
    const second = (a[fromA + k + 1] as number) - (b[fromB + k + 1] as number);
    even += first * first;
    odd += second * second;
  }
  if (k < n) even += ((a[fromA + k] as number) - (b[fromB + k] as number)) ** 2;
  return even + odd;
}

/** a ← a + scale · b, over n numbers of each array from an offset on. */
export function addScaled(
  a: Float64Array,
  fromA: number,
  scale: number,
  b: Float64Array,
  fromB: number,
  n: number,
): void {
  for (let k = 0; k < n; k++) a[fromA + k] = (a[fromA + k] as number) + scale * (b[fromB + k] as number);
}

/** out ← A v, for A [n, n] in rows and v, out [n]. */
export function multiply(A: Float64Array, v: Float64Array, out: Float64Array, n: number): void {
  let i = 0;
  for (; i + 3 < n; i += 4) {
    // Four rows at once: one load of v serves four sums that do not wait for one another.
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    const at = i * n;
    for (let j = 0; j < n; j++) {
      const value = v[j] as number;
      s0 += (A[at + j] as number) * value;
      s1 += (A[at + n + j] as number) * value;
      s2 += (A[at + 2 * n + j] as number) * value;
      s3 += (A[at + 3 * n + j] as number) * value;
    }
    out[i] = s0;
    out[i + 1] = s1;
    out[i + 2] = s2;
    out[i + 3] = s3;
  }
  for (; i < n; i++) out[i] = dot(A, i * n, v, 0, n);
}
