// Math.log, exp, cos and pow may differ in the last bit from one JavaScript engine to the next; + − × ÷ and Math.sqrt
// may not. Results that must be the same everywhere (draws, schedules) use only these.

const bits = new DataView(new ArrayBuffer(8));
const LN2_HIGH = 0.6931471803691238; // 32 leading bits of ln 2, so that exponent × LN2_HIGH is exact
const LN2_LOW = 1.9082149292705877e-10;

/** Natural logarithm of a positive, finite, normal double, with the same bits in every engine; within 2 ulp. */
export function ln(x: number): number {
  bits.setFloat64(0, x);
  let exponent = ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023;
  bits.setUint32(0, (bits.getUint32(0) & 0x000fffff) | 0x3ff00000);
  let m = bits.getFloat64(0); // [1, 2)
  if (m > Math.SQRT2) {
    m /= 2;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1); // |s| < .1716: ln m = 2 (s + s³/3 + s⁵/5 + …)
  const z = s * s;
  let series = 0;
  for (let k = 23; k >= 3; k -= 2) series = z * (1 / k + series);
  return exponent * LN2_HIGH + (2 * s * (1 + series) + exponent * LN2_LOW);
}

/** cos(π x) for x in [0, 1], with the same bits in every engine; absolute error below 1e-15. */
export function cosPi(x: number): number {
  if (x > 0.5) return -cosPi(1 - x);
  const z = Math.PI * x * (Math.PI * x); // at most (π/2)²
  let sum = 0;
  for (let k = 24; k >= 2; k -= 2) sum = (z / (k * (k - 1))) * (1 - sum);
  return 1 - sum;
}
