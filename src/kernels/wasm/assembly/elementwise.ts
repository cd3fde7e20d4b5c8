const F: usize = 4;

// V8 fuses two vectors where their stores stand side by side, with nothing loaded between them.

/** c = a + b, n numbers each. */
export function add(a: usize, b: usize, c: usize, n: i32): void {
  const end = a + <usize>n * F;
  for (; a + 32 <= end; a += 32, b += 32, c += 32) {
    const sum0 = f32x4.add(v128.load(a), v128.load(b));
    const sum1 = f32x4.add(v128.load(a, 16), v128.load(b, 16));
    v128.store(c, sum0), v128.store(c, sum1, 16);
  }
  for (; a < end; a += F, b += F, c += F) store<f32>(c, load<f32>(a) + load<f32>(b));
}

/** The embeddings wpe [≥ T, H] of the places onto every sequence: h [B T, H] → out [B T, H]. */
export function addPositions(h: usize, wpe: usize, out: usize, B: i32, T: i32, H: i32): void {
  const bytes = <usize>(T * H) * F;
  for (let b = 0; b < B; b++, h += bytes, out += bytes) add(h, wpe, out, T * H);
}

/** The gradient of wpe [P, H]: dy [B T, H] summed over the sequences, zeros at the places from T on. */
export function addPositionsGradient(dy: usize, dwpe: usize, B: i32, T: i32, H: i32, P: i32): void {
  const bytes = <usize>(T * H) * F;
  memory.copy(dwpe, dy, bytes);
  memory.fill(dwpe + bytes, 0, <usize>((P - T) * H) * F);
  for (let b = 1; b < B; b++) add(dwpe, dy + <usize>b * bytes, dwpe, T * H);
}

/** errors = weight · (ŷ − y) and loss = Σ errors · (ŷ − y): output and answers [B, P], weights [P]. */
export function squaredError(
  output: usize, answers: usize, weights: usize, loss: usize, errors: usize,
  B: i32, P: i32,
): void {
  let sum: f64 = 0;
  for (let b = 0; b < B; b++) {
    for (let p: usize = 0; p < <usize>P * F; p += F, output += F, answers += F, errors += F) {
      const error = load<f32>(output) - load<f32>(answers);
      const weighted = error * load<f32>(weights + p);
      store<f32>(errors, weighted);
      sum += <f64>weighted * <f64>error;
    }
  }
  store<f32>(loss, <f32>sum);
}

/** b = 2 · dy · a: dy one number, a and b [n]. */
export function squaredErrorGradient(dy: usize, a: usize, b: usize, n: i32): void {
  const twice: f32 = 2 * load<f32>(dy);
  const end = a + <usize>n * F;
  for (; a < end; a += F, b += F) store<f32>(b, twice * load<f32>(a));
}
