import { sum4 } from "./elementary";

const F: usize = 4;

/**
 * y [R, H] = scale · (x − mean) / √(variance + ε) + shift, row by row. Saves the mean and the inverse deviation of each
 * row in stats [R, 2].
 */
export function layerNorm(
  x: usize, scale: usize, shift: usize, y: usize, stats: usize,
  R: i32, H: i32, epsilon: f32,
): void {
  const row = <usize>H * F;
  const even = row & ~15; // bytes of a row that whole vectors cover
  const paired = row & ~31; // and that pairs of them cover, which V8 can fuse
  const share: f32 = <f32>1 / <f32>H;
  for (let r = 0; r < R; r++, x += row, y += row, stats += 8) {
    let sums = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) sums = f32x4.add(sums, v128.load(x + j));
    let sum = sum4(sums);
    for (let j = even; j < row; j += F) sum += load<f32>(x + j);
    const mean = sum * share;
    const means = f32x4.splat(mean);
    sums = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) {
      const d = f32x4.sub(v128.load(x + j), means);
      sums = f32x4.add(sums, f32x4.mul(d, d));
    }
    sum = sum4(sums);
    for (let j = even; j < row; j += F) {
      const d = load<f32>(x + j) - mean;
      sum += d * d;
    }
    const inverse = <f32>1 / sqrt<f32>(sum * share + epsilon);
    const inverses = f32x4.splat(inverse);
    for (let j: usize = 0; j < paired; j += 32) {
      const xj = x + j, yj = y + j, scaleJ = scale + j, shiftJ = shift + j;
      const n0 = f32x4.mul(f32x4.sub(v128.load(xj), means), inverses);
      const n1 = f32x4.mul(f32x4.sub(v128.load(xj, 16), means), inverses);
      const y0 = f32x4.add(f32x4.mul(n0, v128.load(scaleJ)), v128.load(shiftJ));
      const y1 = f32x4.add(f32x4.mul(n1, v128.load(scaleJ, 16)), v128.load(shiftJ, 16));
      v128.store(yj, y0), v128.store(yj, y1, 16);
    }
    for (let j = paired; j < row; j += F) {
      store<f32>(y + j, (load<f32>(x + j) - mean) * inverse * load<f32>(scale + j) + load<f32>(shift + j));
    }
    store<f32>(stats, mean);
    store<f32>(stats, inverse, 4);
  }
}

/** Rows whose sums are taken together before they join the others, so that errors stay small. */
const BLOCK = 64;

/**
 * From dy [R, H] the gradients dx [R, H], dScale [H], dShift [H] of `layerNorm`: with n the normalised row and
 * d = dy · scale, dx = (d − mean(d) − n · mean(d n)) · inverse. scratch [2, H].
 */
export function layerNormGradient(
  x: usize, scale: usize, stats: usize, dy: usize,
  dx: usize, dScale: usize, dShift: usize, scratch: usize,
  R: i32, H: i32,
): void {
  const row = <usize>H * F;
  const even = row & ~15;
  const paired = row & ~31;
  const share: f32 = <f32>1 / <f32>H;
  const blockScale = scratch;
  const blockShift = scratch + row;
  memory.fill(dScale, 0, row);
  memory.fill(dShift, 0, row);
  memory.fill(scratch, 0, 2 * row);
  for (let r = 0; r < R; r++, x += row, dy += row, dx += row, stats += 8) {
    const mean = load<f32>(stats);
    const inverse = load<f32>(stats, 4);
    const means = f32x4.splat(mean);
    const inverses = f32x4.splat(inverse);
    let sums = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let j: usize = 0; j < even; j += 16) {
      const g = v128.load(dy + j);
      const n = f32x4.mul(f32x4.sub(v128.load(x + j), means), inverses);
      const gn = f32x4.mul(g, n);
      const s = v128.load(scale + j);
      sums = f32x4.add(sums, f32x4.mul(g, s));
      along = f32x4.add(along, f32x4.mul(gn, s));
      v128.store(blockScale + j, f32x4.add(v128.load(blockScale + j), gn));
      v128.store(blockShift + j, f32x4.add(v128.load(blockShift + j), g));
    }
    let sum = sum4(sums);
    let dot = sum4(along);
    for (let j = even; j < row; j += F) {
      const g = load<f32>(dy + j);
      const n = (load<f32>(x + j) - mean) * inverse;
      const s = load<f32>(scale + j);
      sum += g * s;
      dot += g * n * s;
      store<f32>(blockScale + j, load<f32>(blockScale + j) + g * n);
      store<f32>(blockShift + j, load<f32>(blockShift + j) + g);
    }
    sum *= share;
    dot *= share;
    const meanD = f32x4.splat(sum);
    const meanDN = f32x4.splat(dot);
    for (let j: usize = 0; j < paired; j += 32) {
      const xj = x + j, dyj = dy + j, dxj = dx + j, scaleJ = scale + j;
      const n0 = f32x4.mul(f32x4.sub(v128.load(xj), means), inverses);
      const n1 = f32x4.mul(f32x4.sub(v128.load(xj, 16), means), inverses);
      const d0 = f32x4.sub(f32x4.mul(v128.load(dyj), v128.load(scaleJ)), meanD);
      const d1 = f32x4.sub(f32x4.mul(v128.load(dyj, 16), v128.load(scaleJ, 16)), meanD);
      v128.store(dxj, f32x4.mul(inverses, f32x4.sub(d0, f32x4.mul(n0, meanDN))));
      v128.store(dxj, f32x4.mul(inverses, f32x4.sub(d1, f32x4.mul(n1, meanDN))), 16);
    }
    for (let j = paired; j < row; j += F) {
      const n = (load<f32>(x + j) - mean) * inverse;
      store<f32>(dx + j, inverse * (load<f32>(dy + j) * load<f32>(scale + j) - sum - n * dot));
    }
    if ((r & (BLOCK - 1)) == BLOCK - 1 || r == R - 1) {
      for (let j: usize = 0; j < row; j += F) {
        store<f32>(dScale + j, load<f32>(dScale + j) + load<f32>(blockScale + j));
        store<f32>(dShift + j, load<f32>(dShift + j) + load<f32>(blockShift + j));
      }
      memory.fill(scratch, 0, 2 * row);
    }
  }
}
