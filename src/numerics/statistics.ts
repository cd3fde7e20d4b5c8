import { checkInteger, checkLength } from "./checks.ts";
import { randomAt } from "./random.ts";

/** A statistic of n values, with a 95 % interval. */
export interface Summary {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** The arithmetic mean; NaN without values. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] as number;
  return sum / values.length;
}

/** The middle value, or the mean of the two middle ones; NaN without values. */
export const median = (values: ArrayLike<number>): number => quantileOfSorted(ascending(values), 0.5);

/** The values in ascending order; all NaN if one is NaN. */
function ascending(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort(); // NaN comes last
  return Number.isNaN(sorted.at(-1)) ? sorted.fill(Number.NaN) : sorted;
}

/** The quantile p of ascending values, linear between neighbours (NumPy's default). */
export function quantileOfSorted(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below === above ? below : below + (place - Math.floor(place)) * (above - below);
}

/**
 * Median with its distribution-free 95 % interval, between two of the values: the number of values below the true median is
 * Binomial(n, ½), and its normal approximation selects the two. NaN without values.
 */
export function summarizeMedian(values: ArrayLike<number>): Summary {
  const sorted = ascending(values);
  const n = sorted.length;
  const rank = Math.max(0, Math.floor((n - 1) / 2 - 0.98 * Math.sqrt(n))); // as many below the interval as above it
  const low = sorted[rank] ?? Number.NaN;
  const high = sorted[n - 1 - rank] ?? Number.NaN;
  return { value: quantileOfSorted(sorted, 0.5), low, high, n };
}

/** The share of k successes in n trials, with its 95 % interval by Wilson (1927). Throws unless 0 ≤ k ≤ n and n ≥ 1. */
export function wilson(k: number, n: number): Summary {
  checkInteger("n", n, 1);
  checkInteger("k", k, 0, n);
  const z = 1.959963984540054; // the standard normal quantile of .975
  const [share, more] = [k / n, z ** 2 / n];
  const centre = (share + more / 2) / (1 + more);
  const half = (z / (1 + more)) * Math.sqrt((share * (1 - share)) / n + more / (4 * n));
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half), n };
}

/** Spearman's ρ: Pearson's correlation of ranks; equal values have their mean rank (SciPy's spearmanr). NaN for constants. Throws if the lengths differ. */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  checkLength("b", b, a.length);
  const [u, v] = [ranks(a), ranks(b)];
  const [meanU, meanV] = [mean(u), mean(v)];
  let [uv, uu, vv] = [0, 0, 0];
  for (let k = 0; k < u.length; k++) {
    const [du, dv] = [(u[k] as number) - meanU, (v[k] as number) - meanV];
    uv += du * dv;
    uu += du * du;
    vv += dv * dv;
  }
  return uv / Math.sqrt(uu * vv);
}

function ranks(values: ArrayLike<number>): Float64Array {
  const all = Array.from(values);
  return Float64Array.from(all, (value) => {
    const below = all.filter((other) => other < value).length;
    const equal = all.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

const RESAMPLES = 400;
const MAX_COUNTS = 2 ** 20 * RESAMPLES; // 800 MB

/** The bootstrap of a mean over n prompts. All columns share the same resamples, so that differences are paired. */
export interface Bootstrap {
  /** Mean of exactly n values, with the 95 % percentile interval of its resampled means. */
  mean(values: ArrayLike<number>): Summary;
}

/** Draws the resamples of the stream `bootstrap`, number n: so many times n prompts with replacement, a multiple of 4. */
export function bootstrap(n: number, seed: number, resamples = RESAMPLES): Bootstrap {
  checkInteger("resamples / 4", resamples / 4, 1);
  checkInteger("n", n, 1, Math.floor(MAX_COUNTS / resamples));
  const random = randomAt(seed, "bootstrap", n);
  const counts = new Uint16Array(resamples * n); // [resamples, n]: how often each prompt was drawn
  for (let r = 0; r < resamples; r++) {
    for (let k = 0; k < n; k++) {
      const at = r * n + random.integer(n);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  const means = new Float64Array(resamples);
  return {
    mean(values) {
      checkLength("values", values, n);
      const column = Float64Array.from(values);
      for (let r = 0; r < resamples; r += 4) {
        // Four resamples at once: their sums are independent.
        const a = r * n;
        const b = a + n;
        const c = b + n;
        const d = c + n;
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let k = 0; k < n; k++) {
          const value = column[k] as number;
          s0 += (counts[a + k] as number) * value;
          s1 += (counts[b + k] as number) * value;
          s2 += (counts[c + k] as number) * value;
          s3 += (counts[d + k] as number) * value;
        }
        means.set([s0 / n, s1 / n, s2 / n, s3 / n], r);
      }
      const sorted = means.sort();
      return { value: mean(values), low: quantileOfSorted(sorted, 0.025), high: quantileOfSorted(sorted, 0.975), n };
    },
  };
}
