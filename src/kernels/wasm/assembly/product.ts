/** Bytes of a float, and of the eight of a row of a panel. */
const F: usize = 4;
const PANEL: usize = 32;

/** Bytes that `rows` × `columns` floats take once packed in panels of eight columns. */
export function packedBytes(rows: i32, columns: i32): usize {
  return (<usize>rows * ((columns + 7) >> 3)) << 5;
}

/**
 * Packs b [rows, columns], `stride` bytes from row to row, into panels of eight columns: [⌈columns / 8⌉, rows, 8], the
 * last filled up with zeros. A product then reads one panel as a stream, whatever the matrix's width.
 */
export function pack(b: usize, stride: usize, rows: i32, columns: i32, panels: usize): void {
  for (let j = 0; j < columns; j += 8) {
    const from = b + <usize>j * F;
    const to = panels + <usize>j * <usize>rows * F;
    if (j + 8 <= columns) {
      for (let k = 0; k < rows; k++) {
        v128.store(to + <usize>k * PANEL, v128.load(from + <usize>k * stride));
        v128.store(to + <usize>k * PANEL, v128.load(from + <usize>k * stride, 16), 16);
      }
      continue;
    }
    for (let k = 0; k < rows; k++) {
      for (let c = 0; c < 8; c++) {
        const value: f32 = j + c < columns ? load<f32>(from + <usize>k * stride + <usize>c * F) : 0;
        store<f32>(to + <usize>k * PANEL + <usize>c * F, value);
      }
    }
  }
}

/** Packs bᵀ, where b is [columns, rows] with `stride` bytes from row to row. */
export function packTransposed(b: usize, stride: usize, rows: i32, columns: i32, panels: usize): void {
  for (let j = 0; j < columns; j += 8) {
    const to = panels + <usize>j * <usize>rows * F;
    for (let c = 0; c < 8; c++) {
      const from = b + <usize>(j + c) * stride;
      if (j + c < columns) {
        for (let k = 0; k < rows; k++) store<f32>(to + <usize>k * PANEL + <usize>c * F, load<f32>(from + <usize>k * F));
      } else {
        for (let k = 0; k < rows; k++) store<f32>(to + <usize>k * PANEL + <usize>c * F, 0);
      }
    }
  }
}

/**
 * c [rows, columns] += a [rows, depth] · b [depth, columns]. Bytes from one number of a to the next: `aRow` down,
 * `aStep` across, so that a transposed a is one whose strides are exchanged. b is packed, `panel` bytes from panel to
 * panel. Sums run over depth in order: the same numbers give the same bits.
 */
export function product(
  a: usize, aRow: usize, aStep: usize,
  b: usize, panel: usize, depth: i32,
  c: usize, cRow: usize, rows: i32, columns: i32,
): void {
  for (let j = 0; j < columns; j += 8) {
    for (let i = 0; i < rows; i += 4) {
      tile(a + <usize>i * aRow, aRow, aStep, b, depth, c + <usize>i * cRow + <usize>j * F, cRow, rows - i, columns - j);
    }
    b += panel;
  }
}

/** One tile of 4 × 8, its 32 sums in eight registers; fewer rows or columns where the matrix ends. */
function tile(
  a: usize, aRow: usize, aStep: usize,
  b: usize, depth: i32,
  c: usize, cRow: usize, rows: i32, columns: i32,
): void {
  const full = rows >= 4 && columns >= 8;
  // Rows that are not there are read as the last one that is, and not stored.
  let a0 = a;
  let a1 = rows > 1 ? a0 + aRow : a0;
  let a2 = rows > 2 ? a1 + aRow : a1;
  let a3 = rows > 3 ? a2 + aRow : a2;
  const c1 = c + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  let s00 = f32x4.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
  if (full) {
    s00 = v128.load(c), s01 = v128.load(c, 16);
    s10 = v128.load(c1), s11 = v128.load(c1, 16);
    s20 = v128.load(c2), s21 = v128.load(c2, 16);
    s30 = v128.load(c3), s31 = v128.load(c3, 16);
  }
  for (let end = b + <usize>depth * PANEL; b < end; b += PANEL) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a0);
    s00 = f32x4.add(s00, f32x4.mul(x, b0));
    s01 = f32x4.add(s01, f32x4.mul(x, b1));
    x = v128.load32_splat(a1);
    s10 = f32x4.add(s10, f32x4.mul(x, b0));
    s11 = f32x4.add(s11, f32x4.mul(x, b1));
    x = v128.load32_splat(a2);
    s20 = f32x4.add(s20, f32x4.mul(x, b0));
    s21 = f32x4.add(s21, f32x4.mul(x, b1));
    x = v128.load32_splat(a3);
    s30 = f32x4.add(s30, f32x4.mul(x, b0));
    s31 = f32x4.add(s31, f32x4.mul(x, b1));
    a0 += aStep;
    a1 += aStep;
    a2 += aStep;
    a3 += aStep;
  }
  if (full) {
    v128.store(c, s00), v128.store(c, s01, 16);
    v128.store(c1, s10), v128.store(c1, s11, 16);
    v128.store(c2, s20), v128.store(c2, s21, 16);
    v128.store(c3, s30), v128.store(c3, s31, 16);
    return;
  }
  addPart(c, s00, s01, columns);
  if (rows > 1) addPart(c1, s10, s11, columns);
  if (rows > 2) addPart(c2, s20, s21, columns);
  if (rows > 3) addPart(c3, s30, s31, columns);
}

/** Adds the first `columns` of eight numbers to those at c. */
function addPart(c: usize, low: v128, high: v128, columns: i32): void {
  if (columns >= 4) {
    v128.store(c, f32x4.add(v128.load(c), low));
    c += 16;
    low = high;
    columns -= 4;
  }
  if (columns >= 4) {
    v128.store(c, f32x4.add(v128.load(c), low));
    return;
  }
  if (columns > 0) store<f32>(c, load<f32>(c) + f32x4.extract_lane(low, 0));
  if (columns > 1) store<f32>(c, load<f32>(c, 4) + f32x4.extract_lane(low, 1), 4);
  if (columns > 2) store<f32>(c, load<f32>(c, 8) + f32x4.extract_lane(low, 2), 8);
}
