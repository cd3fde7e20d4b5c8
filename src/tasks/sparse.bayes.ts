import type { Learner } from "../algorithms/learner.ts";
import { olsState } from "../algorithms/ols.engine.ts";
import { type OnlineState, onlineLearner } from "../algorithms/online.ts";
import { ridgeState } from "../algorithms/ridge.engine.ts";
import { checkBetween, checkInteger, checkPositive } from "../numerics/checks.ts";
import type { SparsePrompts } from "./sparse.engine.ts";
import { countSupports, MAX_SUPPORTS } from "./sparse.supports.ts";

/** What the Bayes predictor of prompts with sparse w must know. */
export type SparseTask = Pick<SparsePrompts, "sigma" | "tau" | "nonzero"> & Partial<Pick<SparsePrompts, "dim">>;

/** The Bayes predictor of one set of nonzero weights: its answer, and the variance of the next y. */
interface SupportState extends OnlineState {
  variance(x: Float64Array, offset: number): number;
}

const ROUNDING = 2 ** -24; // of a number of size 1 in float32
const LITTLE = 1e-4; // σ / τ below which ridge regression and least squares answer alike, in float32

/**
 * The Bayes predictor of sparse w: for every set of s of D coordinates ridge regression on those alone, λ = σ²/τ² (least
 * squares of minimum norm if σ < 1e-4 τ, which is the same in float32), weighted by the density of the y so far, computed
 * exemplar by exemplar. The noise is never below 2⁻²⁴ τ√s, about the rounding of y in float32. Its time grows with the
 * number of sets, which is at most 5,000. Throws if there are more.
 */
export function sparseBayes({ sigma, tau, nonzero, dim: knownDim }: SparseTask): Learner {
  checkBetween("sigma", sigma, 0);
  checkPositive("tau", tau);
  checkInteger("nonzero", nonzero, 1);
  if (knownDim !== undefined) checkSupports(knownDim, nonzero);
  return onlineLearner(
    { id: "bayes", family: "bayes", settings: { sigma, tau, nonzero }, laws: ["zeroWithNone", "exchangeable"] },
    (dim, exemplars) => {
      const supports = supportsOf(dim, nonzero);
      const states = supports.map(() => supportState(sigma, tau, nonzero, exemplars));
      const logs = new Float64Array(states.length); // log density of the y so far
      const chosen = new Float64Array(nonzero); // the coordinates of one set
      const choose = (x: Float64Array, offset: number, support: Uint16Array): void => {
        for (let k = 0; k < nonzero; k++) chosen[k] = x[offset + (support[k] as number)] as number;
      };
      return {
        reset() {
          for (const state of states) state.reset();
          logs.fill(0);
        },
        observe(x, offset, y) {
          states.forEach((state, k) => {
            choose(x, offset, supports[k] as Uint16Array);
            const variance = state.variance(chosen, 0);
            const off = y - state.answer(chosen, 0);
            logs[k] = (logs[k] as number) - 0.5 * (Math.log(variance) + off ** 2 / variance);
            state.observe(chosen, 0, y);
          });
        },
        answer(query, offset) {
          let max = Number.NEGATIVE_INFINITY;
          for (const log of logs) max = Math.max(max, log);
          let [answer, total] = [0, 0];
          states.forEach((state, k) => {
            const weight = Math.exp((logs[k] as number) - max);
            if (weight < Number.EPSILON) return;
            choose(query, offset, supports[k] as Uint16Array);
            total += weight;
            answer += weight * state.answer(chosen, 0);
          });
          return answer / total;
        },
      };
    },
  );
}

/** Throws one sentence if there are too many sets of s of D coordinates. */
function checkSupports(dim: number, nonzero: number): void {
  checkInteger("nonzero", nonzero, 1, dim);
  const count = countSupports(dim, nonzero);
  if (count <= MAX_SUPPORTS.requested) return;
  throw new RangeError(
    `invalid nonzero: the Bayes predictor takes at most ${MAX_SUPPORTS.requested} sets of nonzero weights, got ${count} (${nonzero} of ${dim})`,
  );
}

/** Every set of s of D coordinates, in ascending order. Throws if there are too many. */
function supportsOf(dim: number, nonzero: number): Uint16Array[] {
  checkSupports(dim, nonzero);
  const supports: Uint16Array[] = [];
  const extend = (support: readonly number[]): void => {
    if (support.length === nonzero) {
      supports.push(Uint16Array.from(support));
      return;
    }
    const last = dim - (nonzero - support.length); // room for the others
    for (let d = (support.at(-1) ?? -1) + 1; d <= last; d++) extend([...support, d]);
  };
  extend([]);
  return supports;
}

/** Bayes on s coordinates, all of them N(0, τ²). */
function supportState(sigma: number, tau: number, nonzero: number, exemplars: number): SupportState {
  if (sigma >= LITTLE * tau) {
    const state = ridgeState((sigma / tau) ** 2, nonzero, exemplars);
    return { ...state, variance: (x, offset) => sigma ** 2 * (1 + state.spread(x, offset)) };
  }
  const state = olsState(nonzero, exemplars);
  const noise = Math.max(sigma ** 2, nonzero * (ROUNDING * tau) ** 2);
  return { ...state, variance: (x, offset) => tau ** 2 * state.outside(x, offset) + noise };
}
