/** Bytes of a float, and of the sixteen of a row of a panel. */
const F: usize = 4;
const PANEL: usize = 64;

/** Bytes that `rows` × `columns` floats take once packed in panels of sixteen columns. */
export function packedBytes(rows: i32, columns: i32): usize {
  return <usize>rows * <usize>((columns + 15) >> 4) * PANEL;
}

/**
 * Packs b [rows, columns], `stride` bytes from row to row, into panels of sixteen columns: [⌈columns / 16⌉, rows, 16],
 * the last filled up with zeros. A product then reads a panel as one stream, whatever the matrix's width.
 */
export function pack(b: usize, stride: usize, rows: i32, columns: i32, panels: usize): void {
  for (; columns >= 16; columns -= 16, b += PANEL) {
    for (let k = 0, from = b; k < rows; k++, from += stride, panels += PANEL) {
      v128.store(panels, v128.load(from));
      v128.store(panels, v128.load(from, 16), 16);
      v128.store(panels, v128.load(from, 32), 32);
      v128.store(panels, v128.load(from, 48), 48);
    }
  }
  if (columns <= 0) return;
  for (let k = 0; k < rows; k++, b += stride, panels += PANEL) {
    for (let j: usize = 0; j < 16; j++) {
      store<f32>(panels + j * F, j < <usize>columns ? load<f32>(b + j * F) : 0);
    }
  }
}

/** Packs bᵀ, where b is [columns, rows] with `stride` bytes from row to row. */
export function packTransposed(b: usize, stride: usize, rows: i32, columns: i32, panels: usize): void {
  const zero = f32x4.splat(0);
  for (; columns > 0; columns -= 16, b += 16 * stride, panels += <usize>rows * PANEL) {
    for (let j = 0; j < 16; j += 4) {
      const left = columns - j; // of the four columns from j on
      const b0 = b + <usize>j * stride;
      const b1 = b0 + stride;
      const b2 = b1 + stride;
      const b3 = b2 + stride;
      let to = panels + <usize>j * F;
      let k: usize = 0;
      for (; k + 4 <= <usize>rows; k += 4, to += 4 * PANEL) {
        const r0 = left > 0 ? v128.load(b0 + k * F) : zero;
        const r1 = left > 1 ? v128.load(b1 + k * F) : zero;
        const r2 = left > 2 ? v128.load(b2 + k * F) : zero;
        const r3 = left > 3 ? v128.load(b3 + k * F) : zero;
        const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
        const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
        const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
        const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
        v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
        v128.store(to + PANEL, i64x2.shuffle(low01, low23, 1, 3));
        v128.store(to + 2 * PANEL, i64x2.shuffle(high01, high23, 0, 2));
        v128.store(to + 3 * PANEL, i64x2.shuffle(high01, high23, 1, 3));
      }
      for (; k < <usize>rows; k++, to += PANEL) {
        store<f32>(to, left > 0 ? load<f32>(b0 + k * F) : 0);
        store<f32>(to, left > 1 ? load<f32>(b1 + k * F) : 0, 4);
        store<f32>(to, left > 2 ? load<f32>(b2 + k * F) : 0, 8);
        store<f32>(to, left > 3 ? load<f32>(b3 + k * F) : 0, 12);
      }
    }
  }
}

/**
 * c [rows, columns] = start + a [rows, depth] · b [depth, columns]. Bytes from one number of a to the next: `aRow` down,
 * `aStep` across, so that a transposed a is one whose strides are exchanged. b is packed, `panel` bytes from panel to
 * panel. `start` has rows `startRow` bytes apart: c itself to add to it, a bias with 0 to begin each row with it. Sums
 * run over depth in order: the same call gives the same bits. A last odd row begins with 0, and has its start added at the end.
 */
export function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, panel: usize, depth: i32,
  start: usize, startRow: usize,
  c: usize, cRow: usize, rows: i32, columns: i32,
): void {
  for (; columns > 0; columns -= 16, b += panel, start += PANEL, c += PANEL) {
    let ai = a, si = start, ci = c, left = rows;
    if (fourRows && columns >= 16) {
      for (; left >= 4; left -= 4, ai += 4 * aRow, si += 4 * startRow, ci += 4 * cRow) {
        tileOfFour(ai, aRow, aStep, b, depth, si, startRow, ci, cRow);
      }
    }
    for (; left > 0; left -= 2, ai += 2 * aRow, si += 2 * startRow, ci += 2 * cRow) {
      tile(ai, aRow, aStep, b, depth, si, startRow, ci, cRow, left, columns);
    }
  }
}

let fourRows = false;

/**
 * Sets whether products use tiles of four rows if enough rows are left, or always of two. The bits are the same. Four are
 * faster if V8 fuses pairs of 128-bit operations into 256-bit ones, otherwise slower: their sixteen sums take all registers.
 */
export function useTilesOfFour(use: bool): void {
  fourRows = use;
}

/** One full tile of 4 × 16, its 64 sums in sixteen registers of 128 bits or eight of 256. */
function tileOfFour(
  a0: usize, aRow: usize, aStep: usize,
  b: usize, depth: i32,
  start: usize, startRow: usize,
  c: usize, cRow: usize,
): void {
  let a1 = a0 + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  let from = start;
  let s0 = v128.load(from), s1 = v128.load(from, 16), s2 = v128.load(from, 32), s3 = v128.load(from, 48);
  from += startRow;
  let t0 = v128.load(from), t1 = v128.load(from, 16), t2 = v128.load(from, 32), t3 = v128.load(from, 48);
  from += startRow;
  let u0 = v128.load(from), u1 = v128.load(from, 16), u2 = v128.load(from, 32), u3 = v128.load(from, 48);
  from += startRow;
  let w0 = v128.load(from), w1 = v128.load(from, 16), w2 = v128.load(from, 32), w3 = v128.load(from, 48);
  for (let end = b + <usize>depth * PANEL; b < end; b += PANEL) {
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a0);
    s0 = f32x4.add(s0, f32x4.mul(x0, b0)), s1 = f32x4.add(s1, f32x4.mul(x0, b1));
    s2 = f32x4.add(s2, f32x4.mul(x0, b2)), s3 = f32x4.add(s3, f32x4.mul(x0, b3));
    const x1 = v128.load32_splat(a1);
    t0 = f32x4.add(t0, f32x4.mul(x1, b0)), t1 = f32x4.add(t1, f32x4.mul(x1, b1));
    t2 = f32x4.add(t2, f32x4.mul(x1, b2)), t3 = f32x4.add(t3, f32x4.mul(x1, b3));
    const x2 = v128.load32_splat(a2);
    u0 = f32x4.add(u0, f32x4.mul(x2, b0)), u1 = f32x4.add(u1, f32x4.mul(x2, b1));
    u2 = f32x4.add(u2, f32x4.mul(x2, b2)), u3 = f32x4.add(u3, f32x4.mul(x2, b3));
    const x3 = v128.load32_splat(a3);
    w0 = f32x4.add(w0, f32x4.mul(x3, b0)), w1 = f32x4.add(w1, f32x4.mul(x3, b1));
    w2 = f32x4.add(w2, f32x4.mul(x3, b2)), w3 = f32x4.add(w3, f32x4.mul(x3, b3));
    a0 += aStep, a1 += aStep, a2 += aStep, a3 += aStep;
  }
  v128.store(c, s0), v128.store(c, s1, 16), v128.store(c, s2, 32), v128.store(c, s3, 48);
  c += cRow;
  v128.store(c, t0), v128.store(c, t1, 16), v128.store(c, t2, 32), v128.store(c, t3, 48);
  c += cRow;
  v128.store(c, u0), v128.store(c, u1, 16), v128.store(c, u2, 32), v128.store(c, u3, 48);
  c += cRow;
  v128.store(c, w0), v128.store(c, w1, 16), v128.store(c, w2, 32), v128.store(c, w3, 48);
}

/**
 * One tile of 2 × 16, its 32 sums in eight registers; fewer rows or columns at the end of the matrix. Two rows need two
 * addresses, four rows need four, which matters: on one core 43.8 GFLOP/s with 2 × 16, 41.5 with 4 × 8. The loop over depth is not
 * unrolled: V8 moves the loads of all its turns to the front, and spills (31 GFLOP/s).
 */
function tile(
  a0: usize, aRow: usize, aStep: usize,
  b: usize, depth: i32,
  start: usize, startRow: usize,
  c: usize, cRow: usize, rows: i32, columns: i32,
): void {
  const full = rows > 1 && columns >= 16;
  let a1 = rows > 1 ? a0 + aRow : a0; // a missing row is read as the last row, and not stored
  const c1 = c + cRow;
  const start1 = start + startRow;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  if (full) {
    s0 = v128.load(start), s1 = v128.load(start, 16), s2 = v128.load(start, 32), s3 = v128.load(start, 48);
    t0 = v128.load(start1), t1 = v128.load(start1, 16), t2 = v128.load(start1, 32), t3 = v128.load(start1, 48);
  }
  for (let end = b + <usize>depth * PANEL; b < end; b += PANEL) {
    const x = v128.load32_splat(a0);
    const y = v128.load32_splat(a1);
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
    s0 = f32x4.add(s0, f32x4.mul(x, b0)), t0 = f32x4.add(t0, f32x4.mul(y, b0));
    s1 = f32x4.add(s1, f32x4.mul(x, b1)), t1 = f32x4.add(t1, f32x4.mul(y, b1));
    s2 = f32x4.add(s2, f32x4.mul(x, b2)), t2 = f32x4.add(t2, f32x4.mul(y, b2));
    s3 = f32x4.add(s3, f32x4.mul(x, b3)), t3 = f32x4.add(t3, f32x4.mul(y, b3));
    a0 += aStep;
    a1 += aStep;
  }
  if (full) {
    v128.store(c, s0), v128.store(c, s1, 16), v128.store(c, s2, 32), v128.store(c, s3, 48);
    v128.store(c1, t0), v128.store(c1, t1, 16), v128.store(c1, t2, 32), v128.store(c1, t3, 48);
    return;
  }
  storeRow(c, start, s0, s1, s2, s3, columns);
  if (rows > 1) storeRow(c1, start1, t0, t1, t2, t3, columns);
}

/** The first `columns` of sixteen numbers: c = start + sums. */
function storeRow(c: usize, start: usize, s0: v128, s1: v128, s2: v128, s3: v128, columns: i32): void {
  for (let j = 0; j < 4; j++) {
    if (columns < 4) {
      if (columns > 0) store<f32>(c, load<f32>(start) + f32x4.extract_lane(s0, 0));
      if (columns > 1) store<f32>(c, load<f32>(start, 4) + f32x4.extract_lane(s0, 1), 4);
      if (columns > 2) store<f32>(c, load<f32>(start, 8) + f32x4.extract_lane(s0, 2), 8);
      return;
    }
    v128.store(c, f32x4.add(v128.load(start), s0));
    s0 = s1, s1 = s2, s2 = s3;
    c += 16;
    start += 16;
    columns -= 4;
  }
}
