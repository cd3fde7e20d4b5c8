import { exp4, MASKED, PLACES, sum4, TABLE_BYTES, TINY, writeTable } from "./elementary";
import { pack, packedBytes, packTransposed, product } from "./product";

const F: usize = 4;

/** Tokens worked on together. */
const STEP = 4;

/** n rounded up to whole panels; that of T is the length of a row of attention weights, [B, K, T, padded T]. */
export function padded(n: i32): i32 {
  return (n + 15) & ~15;
}

/** Bytes of scratch that `attention` needs: a head's keys and values packed, a row of zeros, constants. D = H / K. */
export function attentionScratch(T: i32, D: i32): usize {
  return packedBytes(D, T) + packedBytes(T, D) + <usize>padded(max(T, D)) * F + TABLE_BYTES;
}

/**
 * Attention over heads, its weights the softmax of the scores or, linear, the scores themselves: qkv [B T, 3 K D] → out
 * [B T, K D]. Token t reads tokens 0…min(t, prefix − 1) and itself; mutual, all tokens before the prefix and itself. STEP
 * tokens at a time, and of their scores only the panels that one of them may read.
 */
export function attention(
  qkv: usize, out: usize, weights: usize, scratch: usize,
  B: i32, T: i32, K: i32, D: i32, prefix: i32, linear: bool, mutual: bool,
): void {
  const outRow = <usize>(K * D) * F;
  const row = <usize>3 * outRow;
  const width = padded(T);
  const weightRow = <usize>width * F;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>D);
  const keys = scratch;
  const values = keys + packedBytes(D, T);
  const zeros = values + packedBytes(T, D);
  const table = zeros + <usize>padded(max(T, D)) * F;
  memory.fill(zeros, 0, table - zeros);
  writeTable(table);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < K; h++) {
      const q = qkv + <usize>(b * T) * row + <usize>(h * D) * F;
      const to = out + <usize>(b * T) * outRow + <usize>(h * D) * F;
      packTransposed(q + outRow, row, D, T, keys);
      pack(q + 2 * outRow, row, T, D, values);
      for (let t = 0; t < T; t += STEP) {
        const rows = min(STEP, T - t);
        const reach = mutual ? T : t + rows; // no token of these reads one from here on
        const a = weights + <usize>t * weightRow;
        const keyPanel = packedBytes(D, 16);
        product(q + <usize>t * row, row, F, keys, keyPanel, D, zeros, 0, a, weightRow, rows, padded(reach));
        for (let i = 0; i < rows; i++) {
          const scoreRow = a + <usize>i * weightRow;
          const end = mutual ? prefix : min(t + i + 1, prefix);
          if (linear) readScores(scoreRow, t + i, end, reach, scale, table);
          else softmax(scoreRow, t + i, end, reach, scale, table);
        }
        const here = to + <usize>t * outRow;
        product(a, weightRow, F, values, packedBytes(T, 16), reach, zeros, 0, here, outRow, rows, D);
      }
      weights += <usize>T * weightRow;
    }
  }
}

// The loops over scores take eight at a time, so that V8 can fuse two vectors. Up to seven of them are
// behind `reach`, but never behind the padded row: no token reads those, their weights become 0.

/** Mask of four tokens at the places s + place that token t reads (it reads those before `ends` and itself). */
// @ts-ignore: decorator
@inline
function reads(ts: v128, ends: v128, s: v128, place: v128): v128 {
  const token = i32x4.add(s, place);
  return v128.or(i32x4.lt_s(token, ends), i32x4.eq(token, ts));
}

/** Scores of token t → linear weights, in place: scale · score for tokens that it reads, otherwise 0. It is its own gradient. */
function readScores(row: usize, t: i32, end: i32, reach: i32, scale: f32, table: usize): void {
  const scales = f32x4.splat(scale), ts = i32x4.splat(t), ends = i32x4.splat(end);
  for (let s = 0; s < reach; s += 8, row += 32) {
    const first = i32x4.splat(s);
    const read0 = reads(ts, ends, first, v128.load(table, PLACES));
    const read1 = reads(ts, ends, first, v128.load(table, PLACES + 16));
    const weight0 = v128.and(f32x4.mul(scales, v128.load(row)), read0);
    const weight1 = v128.and(f32x4.mul(scales, v128.load(row, 16)), read1);
    v128.store(row, weight0), v128.store(row, weight1, 16);
  }
}

/** Scores of token t → weights, in place: the softmax of scale · score over the tokens it reads, 0 at the others. */
function softmax(row: usize, t: i32, end: i32, reach: i32, scale: f32, table: usize): void {
  const stop = row + <usize>reach * F;
  const largest = f32x4.splat(maskScores(row, t, end, reach, table));
  const scales = f32x4.splat(scale);
  let sums = f32x4.splat(0);
  for (let at = row; at < stop; at += 32) {
    const weight0 = unscaledWeight(v128.load(at), largest, scales, table);
    const weight1 = unscaledWeight(v128.load(at, 16), largest, scales, table);
    v128.store(at, weight0), v128.store(at, weight1, 16);
    sums = f32x4.add(f32x4.add(sums, weight0), weight1);
  }
  const inverse = f32x4.splat(<f32>1 / sum4(sums));
  for (let at = row; at < stop; at += 32) {
    const weight0 = f32x4.mul(v128.load(at), inverse), weight1 = f32x4.mul(v128.load(at, 16), inverse);
    v128.store(at, weight0), v128.store(at, weight1, 16);
  }
}

/** Scores of tokens that token t does not read become −∞. Returns the largest of the others. */
function maskScores(row: usize, t: i32, end: i32, reach: i32, table: usize): f32 {
  const ts = i32x4.splat(t), ends = i32x4.splat(end);
  let largest = v128.load32_splat(table, MASKED);
  for (let s = 0; s < reach; s += 8, row += 32) {
    const first = i32x4.splat(s);
    const masked = v128.load32_splat(table, MASKED);
    const score0 = v128.bitselect(v128.load(row), masked, reads(ts, ends, first, v128.load(table, PLACES)));
    const score1 = v128.bitselect(v128.load(row, 16), masked, reads(ts, ends, first, v128.load(table, PLACES + 16)));
    v128.store(row, score0), v128.store(row, score1, 16);
    largest = f32x4.pmax(f32x4.pmax(largest, score0), score1);
  }
  largest = f32x4.pmax(largest, i32x4.shuffle(largest, largest, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(largest, i32x4.shuffle(largest, largest, 1, 0, 3, 2)), 0);
}

/** e^(scale · (score − largest)), 0 for a score of −∞. Less than e⁻⁶⁰ counts as 0: products with it would be slow denormals. */
// @ts-ignore: decorator
@inline
function unscaledWeight(score: v128, largest: v128, scales: v128, table: usize): v128 {
  const read = f32x4.ne(score, v128.load32_splat(table, MASKED));
  const below = f32x4.mul(scales, f32x4.sub(score, largest));
  const tiny = f32x4.lt(below, v128.load32_splat(table, TINY));
  return v128.andnot(v128.and(exp4(below, table), read), tiny);
}

/** Bytes of scratch that `attentionGradient` needs: a head's vᵀ, k, q, dOut packed, the gradient of its scores, a row of zeros, constants. */
export function attentionGradientScratch(T: i32, D: i32): usize {
  return packedBytes(D, T) + 3 * packedBytes(T, D) + <usize>(T * padded(T) + padded(max(T, D))) * F + TABLE_BYTES;
}

/** From dOut [B T, K D] the gradient dqkv [B T, 3 K D] of `attention`. */
export function attentionGradient(
  qkv: usize, weights: usize, dOut: usize, dqkv: usize, scratch: usize,
  B: i32, T: i32, K: i32, D: i32, prefix: i32, linear: bool, mutual: bool,
): void {
  const outRow = <usize>(K * D) * F;
  const row = <usize>3 * outRow;
  const width = padded(T);
  const weightRow = <usize>width * F;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>D);
  const values = scratch;
  const keys = values + packedBytes(D, T);
  const queries = keys + packedBytes(T, D);
  const outs = queries + packedBytes(T, D);
  const scores = outs + packedBytes(T, D);
  const zeros = scores + <usize>T * weightRow;
  const panel = packedBytes(T, 16);
  const table = zeros + <usize>padded(max(T, D)) * F;
  memory.fill(zeros, 0, table - zeros);
  writeTable(table);
  for (let b = 0; b < B; b++) {
    for (let h = 0; h < K; h++) {
      const q = qkv + <usize>(b * T) * row + <usize>(h * D) * F;
      const dq = dqkv + <usize>(b * T) * row + <usize>(h * D) * F;
      const dk = dq + outRow;
      const dv = dk + outRow;
      const from = dOut + <usize>(b * T) * outRow + <usize>(h * D) * F;
      packTransposed(q + 2 * outRow, row, D, T, values);
      pack(q + outRow, row, T, D, keys);
      pack(q, row, T, D, queries);
      pack(from, outRow, T, D, outs);
      for (let t = 0; t < T; t += STEP) {
        const rows = min(STEP, T - t);
        const reach = mutual ? T : t + rows;
        const g = scores + <usize>t * weightRow;
        const here = from + <usize>t * outRow;
        product(here, outRow, F, values, packedBytes(D, 16), D, zeros, 0, g, weightRow, rows, padded(reach));
        for (let i = 0; i < rows; i++) {
          const scoreRow = g + <usize>i * weightRow;
          if (linear) readScores(scoreRow, t + i, mutual ? prefix : min(t + i + 1, prefix), reach, scale, table);
          else softmaxGradient(scoreRow, weights + <usize>(t + i) * weightRow, reach, scale);
        }
        product(g, weightRow, F, keys, panel, reach, zeros, 0, dq + <usize>t * row, row, rows, D);
      }
      for (let s = 0; s < T; s += 4) {
        const rows = min(4, T - s);
        const first = mutual ? 0 : s; // they are read by the tokens from here on
        const corner = <usize>first * weightRow + <usize>s * F;
        const skip = <usize>first * 64; // the panels' rows of the tokens before
        const toK = dk + <usize>s * row;
        const toV = dv + <usize>s * row;
        product(scores + corner, F, weightRow, queries + skip, panel, T - first, zeros, 0, toK, row, rows, D);
        product(weights + corner, F, weightRow, outs + skip, panel, T - first, zeros, 0, toV, row, rows, D);
      }
      weights += <usize>T * weightRow;
    }
  }
}

/** g ← scale · a · (g − Σ g a), the gradient of the scores from that of the weights a. */
function softmaxGradient(g: usize, a: usize, reach: i32, scale: f32): void {
  let sums = f32x4.splat(0);
  for (let s: usize = 0; s < <usize>reach * F; s += 32) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(g + s), v128.load(a + s)));
    sums = f32x4.add(sums, f32x4.mul(v128.load(g + s, 16), v128.load(a + s, 16)));
  }
  const mean = f32x4.splat(sum4(sums));
  const scales = f32x4.splat(scale);
  for (const stop = g + <usize>reach * F; g < stop; g += 32, a += 32) {
    const weight0 = f32x4.mul(scales, v128.load(a)), weight1 = f32x4.mul(scales, v128.load(a, 16));
    const g0 = f32x4.mul(weight0, f32x4.sub(v128.load(g), mean));
    const g1 = f32x4.mul(weight1, f32x4.sub(v128.load(g, 16), mean));
    v128.store(g, g0), v128.store(g, g1, 16);
  }
}
