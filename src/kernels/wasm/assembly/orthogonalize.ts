import { sum4 } from "./elementary";
import { pack, packedBytes, packTransposed, product } from "./product";

const F: usize = 4;
const STEPS = 5;

/** Bytes of scratch that `orthogonalize` needs: u, u packed, and of the small square five matrices, one packed, a row of zeros. */
export function orthogonalizeScratch(rows: i32, columns: i32): usize {
  const n = min(rows, columns);
  const long = max(rows, columns);
  return <usize>(rows * columns + 5 * n * n + long) * F + packedBytes(long, n) + packedBytes(n, long) + packedBytes(n, n);
}

/**
 * STEPS of the Newton–Schulz iteration on g [rows, columns]: out = M₅ … M₁ u, u = g / (‖g‖ + 1e-7), Mₖ = a + b G + c G²,
 * where G, the smaller of u uᵀ and uᵀ u, becomes Mₖ G Mₖ: all but the first and the last product are of small squares.
 */
export function orthogonalize(
  g: usize, out: usize, scratch: usize,
  rows: i32, columns: i32, a: f32, b: f32, c: f32,
): void {
  const n = min(rows, columns);
  const long = max(rows, columns);
  const tall = rows > columns;
  const row = <usize>columns * F;
  const side = <usize>n * F;
  const square = <usize>n * side;
  const panel = packedBytes(n, 16);
  const u = scratch;
  const zeros = u + <usize>rows * row;
  const gram = zeros + <usize>long * F;
  const spare = gram + square;
  const mix = spare + square;
  let all = mix + square;
  let next = all + square;
  const packed = next + square; // of a square
  const packedU = packed + packedBytes(n, n);
  memory.fill(zeros, 0, <usize>long * F);
  scale(g, u, rows * columns);
  if (tall) {
    pack(u, row, rows, n, packedU);
    product(u, F, row, packedU, packedBytes(rows, 16), rows, zeros, 0, gram, side, n, n);
  } else {
    packTransposed(u, row, columns, n, packedU);
    product(u, row, F, packedU, packedBytes(columns, 16), columns, zeros, 0, gram, side, n, n);
  }
  for (let k = 0; k < STEPS; k++) {
    pack(gram, side, n, n, packed);
    product(gram, side, F, packed, panel, n, zeros, 0, mix, side, n, n);
    polynomial(mix, gram, n, a, b, c);
    if (k < STEPS - 1) {
      product(mix, side, F, packed, panel, n, zeros, 0, spare, side, n, n);
      pack(mix, side, n, n, packed);
      product(spare, side, F, packed, panel, n, zeros, 0, gram, side, n, n);
    }
    if (k == 0) {
      memory.copy(all, mix, square);
      continue;
    }
    pack(all, side, n, n, packed);
    product(mix, side, F, packed, panel, n, zeros, 0, next, side, n, n);
    const last = all;
    all = next;
    next = last;
  }
  if (tall) {
    pack(all, side, n, n, packed);
    product(u, row, F, packed, panel, n, zeros, 0, out, row, rows, columns);
  } else {
    pack(u, row, n, columns, packedU);
    product(all, side, F, packedU, panel, n, zeros, 0, out, row, rows, columns);
  }
}

/** u = g / (‖g‖ + 1e-7), count numbers. */
function scale(g: usize, u: usize, count: i32): void {
  const bytes = <usize>count * F;
  const even = bytes & ~15;
  let sums = f32x4.splat(0);
  for (let j: usize = 0; j < even; j += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(g + j), v128.load(g + j)));
  let sum = sum4(sums);
  for (let j = even; j < bytes; j += F) sum += load<f32>(g + j) * load<f32>(g + j);
  const factor = <f32>1 / (sqrt<f32>(sum) + <f32>1e-7);
  for (let j: usize = 0; j < bytes; j += F) store<f32>(u + j, load<f32>(g + j) * factor);
}

/** square ← a + b gram + c square, all [n, n]; a on the diagonal. */
function polynomial(square: usize, gram: usize, n: i32, a: f32, b: f32, c: f32): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++, square += F, gram += F) {
      const sum = c * load<f32>(square) + b * load<f32>(gram);
      store<f32>(square, i == j ? sum + a : sum);
    }
  }
}
