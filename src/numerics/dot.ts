/** Σ aᵢ bᵢ over n numbers of each array from an offset on. */
export function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, n: number): number {
  // Four sums at once: a single sum must finish each addition before the next. The reason is speed, not rounding: n is small.
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
