import type { ActivationId } from "../../src/kernels/activations.ts";
import type { AttentionKindId } from "../../src/kernels/attentionKinds.ts";
// What the kernels compute, a second time: plain loops in float64, sharing no line with src. Arrays are flat, row by row.

export type Numbers = readonly number[] | Float32Array | Float64Array;

const at = (values: Numbers, index: number): number => values[index] as number;

/** Φ(x): near 0 the series of erf with positive terms only, else a continued fraction (Abramowitz & Stegun 7.1.6, 7.1.14). */
export function normalDistribution(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const bell = Math.exp(-z * z) / Math.sqrt(Math.PI);
  if (z < 2) {
    let sum = 0;
    for (let n = 0, term = z; term > 1e-18; n++) {
      sum += term;
      term *= (2 * z * z) / (2 * n + 3);
    }
    return x < 0 ? 0.5 - bell * sum : 0.5 + bell * sum;
  }
  let fraction = z;
  for (let n = 80; n > 0; n--) fraction = z + n / 2 / fraction;
  return x < 0 ? (0.5 * bell) / fraction : 1 - (0.5 * bell) / fraction;
}

/** Each activation of a number. */
export const exactActivation: Readonly<Record<ActivationId, (x: number) => number>> = {
  gelu: (x) => x * normalDistribution(x),
  "gelu-tanh": (x) => (x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))) / 2,
};

/** act(x w + b): x [R, I], w [I, O], b [O] → [R, O]. */
export function exactLinear(
  x: Numbers,
  w: Numbers,
  b: Numbers | undefined,
  R: number,
  I: number,
  O: number,
  activation?: ActivationId,
) {
  return Float64Array.from({ length: R * O }, (_, k) => {
    const [r, o] = [Math.floor(k / O), k % O];
    let sum = b ? at(b, o) : 0;
    for (let i = 0; i < I; i++) sum += at(x, r * I + i) * at(w, i * O + o);
    return activation ? exactActivation[activation](sum) : sum;
  });
}

/** x [R, H] → [R, H]. */
export function exactLayerNorm(x: Numbers, scale: Numbers, shift: Numbers, R: number, H: number) {
  const y = new Float64Array(R * H);
  for (let r = 0; r < R; r++) {
    const row = Array.from({ length: H }, (_, j) => at(x, r * H + j));
    const mean = row.reduce((sum, value) => sum + value, 0) / H;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / H;
    row.forEach((value, j) => {
      y[r * H + j] = ((value - mean) / Math.sqrt(variance + 1e-5)) * at(scale, j) + at(shift, j);
    });
  }
  return y;
}

/** The weights that follow from a token's scores, by attention kind. */
const exactWeights: Readonly<Record<AttentionKindId, (scores: readonly number[]) => number[]>> = {
  softmax(scores) {
    const powers = scores.map(Math.exp);
    const total = powers.reduce((sum, value) => sum + value, 0);
    return powers.map((value) => value / total);
  },
  linear: (scores) => [...scores],
};

/** qkv [B T, 3 K D] → [B T, K D]; token t reads the tokens s < min(t + 1, prefix) and itself. */
export function exactAttention(
  qkv: Numbers,
  B: number,
  T: number,
  K: number,
  D: number,
  prefix: number,
  kind: AttentionKindId,
  mutual: boolean,
) {
  const H = K * D;
  const y = new Float64Array(B * T * H);
  const read = (b: number, t: number, part: number, k: number, d: number) =>
    at(qkv, (b * T + t) * 3 * H + part * H + k * D + d);
  for (let b = 0; b < B; b++) {
    for (let k = 0; k < K; k++) {
      for (let t = 0; t < T; t++) {
        const seen = Array.from({ length: T }, (_, s) => s).filter((s) => s === t || (s < prefix && (mutual || s < t)));
        const scores = seen.map((s) => {
          let score = 0;
          for (let d = 0; d < D; d++) score += read(b, t, 0, k, d) * read(b, s, 1, k, d);
          return score / Math.sqrt(D);
        });
        const weights = exactWeights[kind](scores);
        for (let d = 0; d < D; d++) {
          y[(b * T + t) * H + k * D + d] = seen.reduce((sum, s, n) => sum + at(weights, n) * read(b, s, 2, k, d), 0);
        }
      }
    }
  }
  return y;
}

/** The gradient of Σ dy · f by central differences, for each of f's arguments. */
export function differences(f: (...inputs: Float64Array[]) => Float64Array, inputs: readonly Numbers[], dy: Numbers) {
  const exact = inputs.map((input) => Float64Array.from(input));
  const loss = () => f(...exact).reduce((sum, value, k) => sum + value * at(dy, k), 0);
  return exact.map((input) =>
    Float64Array.from(input, (value, j) => {
      const step = 1e-5;
      input[j] = value + step;
      const above = loss();
      input[j] = value - step;
      const below = loss();
      input[j] = value;
      return (above - below) / (2 * step);
    }),
  );
}
