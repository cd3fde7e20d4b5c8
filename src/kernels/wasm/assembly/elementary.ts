// Transcendental functions of four floats at once, from + − × ÷ alone, so that every machine gives the same bits.

// Where each constant is in the table, in bytes.
const LEAST: usize = 0;
const MOST: usize = 4;
const LOG2E: usize = 8;
const ROUNDER: usize = 12;
const LN2_HIGH: usize = 16;
const LN2_LOW: usize = 20;
const EXP: usize = 24;
const HALF: usize = 40;
export const ONE: usize = 44;
const BIAS: usize = 48;
const NORMAL_SCALE: usize = 52;
const NORMAL: usize = 56;
export const MINUS_HALF: usize = 88;
export const DENSITY: usize = 92;
export const CUBIC: usize = 96;
export const MINUS_TWICE_ROOT: usize = 100;
export const INNER: usize = 104;
export const TWICE_ROOT: usize = 108;
export const TINY: usize = 112;
export const MASKED: usize = 116;
export const PLACES: usize = 128; // eight whole numbers

/** Bytes of the table of constants. */
export const TABLE_BYTES: usize = 160;

/**
 * Writes the constants of all functions here, of GELU and of attention to a table, from which they are read. V8 loads four or eight
 * times the same number in one instruction. It makes them from the code in three, and eight, when it fuses, in seven.
 */
export function writeTable(to: usize): void {
  store<f32>(to, -87, LEAST);
  store<f32>(to, 88, MOST);
  store<f32>(to, 1.44269504, LOG2E);
  store<f32>(to, 12582912, ROUNDER); // 1.5 · 2²³: a float below 2²² plus this has its nearest integer in its lowest bits
  store<f32>(to, 0.693359375, LN2_HIGH); // ln 2 in two parts, the first of 9 bits: a whole number times it is exact
  store<f32>(to, 2.12194440e-4, LN2_LOW);
  store<f32>(to, 0.00139505, EXP); // a minimax polynomial of degree 6, fitted for |r| ≤ ln 2 / 2
  store<f32>(to, 0.00836889, EXP + 4);
  store<f32>(to, 0.04166621, EXP + 8);
  store<f32>(to, 0.16666519, EXP + 12);
  store<f32>(to, 0.5, HALF);
  store<f32>(to, 1, ONE);
  store<i32>(to, 127 << 23, BIAS);
  store<f32>(to, 0.3, NORMAL_SCALE);
  store<f32>(to, 0.0360364552, NORMAL); // a minimax polynomial, fitted for a in 0…13
  store<f32>(to, -0.158714191, NORMAL + 4);
  store<f32>(to, 0.208965487, NORMAL + 8);
  store<f32>(to, -0.0560966108, NORMAL + 12);
  store<f32>(to, 0.129843752, NORMAL + 16);
  store<f32>(to, 0.0995229771, NORMAL + 20);
  store<f32>(to, 0.120816904, NORMAL + 24);
  store<f32>(to, 0.119625165, NORMAL + 28);
  store<f32>(to, -0.5, MINUS_HALF);
  store<f32>(to, 0.398942280, DENSITY); // 1 / √(2 π)
  store<f32>(to, 0.044715, CUBIC);
  store<f32>(to, -1.59576912, MINUS_TWICE_ROOT); // −2 √(2 / π)
  store<f32>(to, 0.134145, INNER); // 3 · .044715
  store<f32>(to, 1.59576912, TWICE_ROOT);
  store<f32>(to, -60, TINY);
  store<f32>(to, -Infinity, MASKED);
  for (let k = 0; k < 8; k++) store<i32>(to + <usize>k * 4, k, PLACES);
}

/**
 * e^x within 2 ulp, x at most 88; below −87 it is e⁻⁸⁷, so that no denormals slow later operations. NaN gives NaN.
 * x = n ln 2 + r; e^r by a polynomial.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128, table: usize): v128 {
  x = f32x4.pmax(x, v128.load32_splat(table, LEAST)); // pmax and pmin return their first operand if it is NaN
  x = f32x4.pmin(x, v128.load32_splat(table, MOST));
  const rounder = v128.load32_splat(table, ROUNDER);
  const shifted = f32x4.add(f32x4.mul(x, v128.load32_splat(table, LOG2E)), rounder);
  const n = f32x4.sub(shifted, rounder);
  let r = f32x4.sub(x, f32x4.mul(n, v128.load32_splat(table, LN2_HIGH)));
  r = f32x4.add(r, f32x4.mul(n, v128.load32_splat(table, LN2_LOW)));
  let p = v128.load32_splat(table, EXP);
  p = f32x4.add(f32x4.mul(p, r), v128.load32_splat(table, EXP + 4));
  p = f32x4.add(f32x4.mul(p, r), v128.load32_splat(table, EXP + 8));
  p = f32x4.add(f32x4.mul(p, r), v128.load32_splat(table, EXP + 12));
  p = f32x4.add(f32x4.mul(p, r), v128.load32_splat(table, HALF));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), v128.load32_splat(table, ONE));
  const scale = i32x4.add(i32x4.shl(shifted, 23), v128.load32_splat(table, BIAS)); // 2ⁿ
  return f32x4.mul(p, scale);
}

/**
 * Φ(x), the standard normal distribution function, given e^(−x²/2): relative error below 5e-7, also far in the tail.
 * Φ(−a) = e^(−a²/2) t q(t) with t = 1 / (1 + .3 a) and a polynomial q.
 */
// @ts-ignore: decorator
@inline
export function normal4(x: v128, bell: v128, table: usize): v128 {
  const one = v128.load32_splat(table, ONE);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(v128.load32_splat(table, NORMAL_SCALE), f32x4.abs(x))));
  let q = v128.load32_splat(table, NORMAL);
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 4));
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 8));
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 12));
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 16));
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 20));
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 24));
  q = f32x4.add(f32x4.mul(q, t), v128.load32_splat(table, NORMAL + 28));
  const tail = f32x4.mul(f32x4.mul(q, t), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** σ(x) = 1 / (1 + e^(−x)), given tail = e^(−|x|): its relative error is small far below zero too. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128, tail: v128, table: usize): v128 {
  const one = v128.load32_splat(table, ONE);
  const inverse = f32x4.div(one, f32x4.add(one, tail));
  return v128.bitselect(f32x4.mul(tail, inverse), inverse, f32x4.lt(x, f32x4.splat(0)));
}

/** The sum of four lanes, in one fixed order. */
// @ts-ignore: decorator
@inline
export function sum4(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 2) + (f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3))
  );
}
