// Transcendental functions of four floats at once, from + − × ÷ alone, so that every machine gives the same bits.

/** 1.5 · 2²³: a float below 2²² plus this has its nearest integer in its lowest bits. */
const ROUNDER: f32 = 12582912;

/**
 * e^x within 2 ulp, x at most 88; below −87 it is e⁻⁸⁷, so that no denormals slow later operations. NaN gives NaN.
 * x = n ln 2 + r; e^r by a minimax polynomial of degree 6, whose coefficients were fitted for |r| ≤ ln 2 / 2.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(x, f32x4.splat(-87)); // pmax and pmin return their first operand if it is NaN
  x = f32x4.pmin(x, f32x4.splat(88));
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  // ln 2 in two parts, the first of 9 bits: n times it is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let p = f32x4.splat(0.00139505);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.00836889));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.04166621));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.16666519));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const scale = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23)); // 2ⁿ
  return f32x4.mul(p, scale);
}

/**
 * Φ(x), the standard normal distribution function, given e^(−x²/2): relative error below 5e-7, also far in the tail.
 * Φ(−a) = e^(−a²/2) t q(t) with t = 1 / (1 + .3 a); q is a minimax polynomial fitted for a in 0…13.
 */
// @ts-ignore: decorator
@inline
export function normal4(x: v128, bell: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.splat(0.3), f32x4.abs(x))));
  let q = f32x4.splat(0.0360364552);
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(-0.158714191));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.208965487));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(-0.0560966108));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.129843752));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.0995229771));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.120816904));
  q = f32x4.add(f32x4.mul(q, t), f32x4.splat(0.119625165));
  const tail = f32x4.mul(f32x4.mul(q, t), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** σ(x) = 1 / (1 + e^(−x)), given tail = e^(−|x|): its relative error is small far below zero too. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128, tail: v128): v128 {
  const one = f32x4.splat(1);
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
