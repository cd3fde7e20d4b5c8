import {
  CUBIC, DENSITY, exp4, INNER, MINUS_HALF, MINUS_TWICE_ROOT, normal4, ONE, sigmoid4, TABLE_BYTES, TWICE_ROOT, writeTable,
} from "./elementary";
import { pack, packedBytes, packTransposed, product } from "./product";

const F: usize = 4;

/** Rows worked on together: their data fits into the first two levels of cache. 32 to 256 differ by less than 4 %. */
const BLOCK = 64;

/** Bytes of scratch that `linear` needs: w packed, a row of zeros, and the table of constants. */
export function linearScratch(inputs: i32, outputs: i32): usize {
  return packedBytes(inputs, outputs) + <usize>outputs * F + TABLE_BYTES;
}

/**
 * y [R, O] = x [R, I] w [I, O] + b, and if `activation` is not 0, y = the activation of that, with its derivative in
 * slope [R, O]: 1 is GELU, 2 is GELU by tanh. b is 0 if there is none.
 */
export function linear(
  x: usize, w: usize, b: usize, y: usize, slope: usize, scratch: usize,
  R: i32, I: i32, O: i32, activation: i32,
): void {
  const row = <usize>O * F;
  const xRow = <usize>I * F;
  const zeros = scratch + packedBytes(I, O);
  const table = zeros + row;
  pack(w, row, I, O, scratch);
  if (activation) writeTable(table);
  if (!b) {
    b = zeros;
    memory.fill(zeros, 0, row);
  }
  for (let r = 0; r < R; r += BLOCK) {
    const rows = min(BLOCK, R - r);
    const to = y + <usize>r * row;
    product(x + <usize>r * xRow, xRow, F, scratch, packedBytes(I, 16), I, b, 0, to, row, rows, O);
    if (activation == 1) gelu(to, slope + <usize>r * row, rows * O, table);
    if (activation == 2) geluTanh(to, slope + <usize>r * row, rows * O, table);
  }
}

/** y ← y Φ(y) and slope ← Φ(y) + y φ(y), n numbers each. Eight at a time, so that V8 can fuse two vectors. */
function gelu(y: usize, slope: usize, n: i32, table: usize): void {
  const end = y + <usize>n * F;
  for (; y + 32 <= end; y += 32, slope += 32) {
    const x0 = v128.load(y), x1 = v128.load(y, 16);
    const bell0 = bellOf(x0, table), bell1 = bellOf(x1, table);
    const phi0 = normal4(x0, bell0, table), phi1 = normal4(x1, bell1, table);
    const slope0 = geluSlope(x0, phi0, bell0, table), slope1 = geluSlope(x1, phi1, bell1, table);
    v128.store(y, f32x4.mul(x0, phi0)), v128.store(y, f32x4.mul(x1, phi1), 16);
    v128.store(slope, slope0), v128.store(slope, slope1, 16);
  }
  for (; y < end; y += F, slope += F) {
    const x = v128.load32_splat(y);
    const bell = bellOf(x, table);
    const phi = normal4(x, bell, table);
    store<f32>(y, f32x4.extract_lane(f32x4.mul(x, phi), 0));
    store<f32>(slope, f32x4.extract_lane(geluSlope(x, phi, bell, table), 0));
  }
}

/** e^(−x²/2). */
// @ts-ignore: decorator
@inline
function bellOf(x: v128, table: usize): v128 {
  return exp4(f32x4.mul(v128.load32_splat(table, MINUS_HALF), f32x4.mul(x, x)), table);
}

/** The slope from phi = Φ(x) and e^(−x²/2). */
// @ts-ignore: decorator
@inline
function geluSlope(x: v128, phi: v128, bell: v128, table: usize): v128 {
  return f32x4.add(phi, f32x4.mul(f32x4.mul(x, v128.load32_splat(table, DENSITY)), bell));
}

/** y ← y s and slope ← s + 2 y s (1 − s) u′ with s = σ(2 u), u = √(2 / π) (y + .044715 y³), n numbers each. */
function geluTanh(y: usize, slope: usize, n: i32, table: usize): void {
  const end = y + <usize>n * F;
  for (; y + 32 <= end; y += 32, slope += 32) {
    const x0 = v128.load(y), x1 = v128.load(y, 16);
    const tail0 = tailOf(x0, table), tail1 = tailOf(x1, table);
    const s0 = sigmoid4(x0, tail0, table), s1 = sigmoid4(x1, tail1, table);
    const slope0 = geluTanhSlope(x0, s0, tail0, table), slope1 = geluTanhSlope(x1, s1, tail1, table);
    v128.store(y, f32x4.mul(x0, s0)), v128.store(y, f32x4.mul(x1, s1), 16);
    v128.store(slope, slope0), v128.store(slope, slope1, 16);
  }
  for (; y < end; y += F, slope += F) {
    const x = v128.load32_splat(y);
    const tail = tailOf(x, table);
    const s = sigmoid4(x, tail, table);
    store<f32>(y, f32x4.extract_lane(f32x4.mul(x, s), 0));
    store<f32>(slope, f32x4.extract_lane(geluTanhSlope(x, s, tail, table), 0));
  }
}

/** e^(−|2 u|); 2 u has the sign of x. */
// @ts-ignore: decorator
@inline
function tailOf(x: v128, table: usize): v128 {
  const cubic = f32x4.add(v128.load32_splat(table, ONE), f32x4.mul(v128.load32_splat(table, CUBIC), f32x4.mul(x, x)));
  return exp4(f32x4.mul(f32x4.mul(v128.load32_splat(table, MINUS_TWICE_ROOT), f32x4.abs(x)), cubic), table);
}

/** The slope from s = σ(2 u); 1 − s is s · tail if x is not negative, without a difference of almost equal numbers. */
// @ts-ignore: decorator
@inline
function geluTanhSlope(x: v128, s: v128, tail: v128, table: usize): v128 {
  const one = v128.load32_splat(table, ONE);
  const rest = v128.bitselect(f32x4.sub(one, s), f32x4.mul(s, tail), f32x4.lt(x, f32x4.splat(0)));
  const cubic = f32x4.add(one, f32x4.mul(v128.load32_splat(table, INNER), f32x4.mul(x, x)));
  const inner = f32x4.mul(v128.load32_splat(table, TWICE_ROOT), cubic);
  return f32x4.add(s, f32x4.mul(f32x4.mul(x, f32x4.mul(s, rest)), inner));
}

/** Bytes of scratch that `linearGradient` needs: wᵀ packed, a block of dPre packed and plain, a row of zeros. */
export function linearGradientScratch(inputs: i32, outputs: i32): usize {
  return packedBytes(outputs, inputs) + packedBytes(BLOCK, outputs) + <usize>(BLOCK * outputs + inputs) * F;
}

/**
 * From dy [R, O] the gradients dx [R, I], dw [I, O], db [O] of `linear`. slope and db are 0 if there is no activation,
 * no bias. Goes through the rows once, so that a block of dPre = dy · slope is used while it is in the cache.
 */
export function linearGradient(
  x: usize, w: usize, slope: usize, dy: usize,
  dx: usize, dw: usize, db: usize, scratch: usize,
  R: i32, I: i32, O: i32,
): void {
  const row = <usize>O * F;
  const xRow = <usize>I * F;
  const packedW = scratch;
  const packed = packedW + packedBytes(O, I);
  const plain = packed + packedBytes(BLOCK, O);
  const zeros = plain + <usize>BLOCK * row;
  packTransposed(w, row, O, I, packedW);
  memory.fill(zeros, 0, xRow);
  memory.fill(dw, 0, <usize>I * row);
  if (db) memory.fill(db, 0, row);
  for (let r = 0; r < R; r += BLOCK) {
    const rows = min(BLOCK, R - r);
    const from = x + <usize>r * xRow;
    let dPre = dy + <usize>r * row;
    if (slope) {
      multiply(dPre, slope + <usize>r * row, plain, rows * O);
      dPre = plain;
    }
    pack(dPre, row, rows, O, packed);
    product(dPre, row, F, packedW, packedBytes(O, 16), O, zeros, 0, dx + <usize>r * xRow, xRow, rows, I);
    product(from, F, xRow, packed, packedBytes(rows, 16), rows, dw, row, dw, row, I, O);
    if (db) addColumns(dPre, rows, O, db);
  }
}

/** c = a b, n numbers each. */
function multiply(a: usize, b: usize, c: usize, n: i32): void {
  const end = a + <usize>n * F;
  for (; a + 32 <= end; a += 32, b += 32, c += 32) {
    const product0 = f32x4.mul(v128.load(a), v128.load(b));
    const product1 = f32x4.mul(v128.load(a, 16), v128.load(b, 16));
    v128.store(c, product0), v128.store(c, product1, 16);
  }
  for (; a < end; a += F, b += F, c += F) store<f32>(c, load<f32>(a) * load<f32>(b));
}

/** sums [columns] += the sums of a's columns, a [rows, columns]: first over these rows, so that errors stay small. */
function addColumns(a: usize, rows: i32, columns: i32, sums: usize): void {
  const row = <usize>columns * F;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    let sum = f32x4.splat(0);
    let at = a + <usize>j * F;
    for (let i = 0; i < rows; i++, at += row) sum = f32x4.add(sum, v128.load(at));
    const to = sums + <usize>j * F;
    v128.store(to, f32x4.add(v128.load(to), sum));
  }
  for (; j < columns; j++) {
    let sum: f32 = 0;
    for (let i = 0; i < rows; i++) sum += load<f32>(a + <usize>i * row + <usize>j * F);
    const to = sums + <usize>j * F;
    store<f32>(to, load<f32>(to) + sum);
  }
}
