/** Every stride-th of T rows of `bytes` bytes, the last among them, of each of B sequences: h [B, T, ·] → out [B, ⌈T / stride⌉, ·]. */
export function readAt(h: usize, out: usize, B: i32, T: i32, stride: i32, bytes: usize): void {
  for (let b = 0; b < B; b++, h += <usize>T * bytes) {
    for (let t = (T - 1) % stride; t < T; t += stride, out += bytes) memory.copy(out, h + <usize>t * bytes, bytes);
  }
}

/** The gradient of readAt: the rows of dOut at the read tokens, zeros between them. */
export function readAtGradient(dOut: usize, dh: usize, B: i32, T: i32, stride: i32, bytes: usize): void {
  memory.fill(dh, 0, <usize>(B * T) * bytes);
  for (let b = 0; b < B; b++, dh += <usize>T * bytes) {
    for (let t = (T - 1) % stride; t < T; t += stride, dOut += bytes) memory.copy(dh + <usize>t * bytes, dOut, bytes);
  }
}
