import { checkPositive } from "../numerics/checks.ts";
import { addScaled, dot } from "../numerics/dot.ts";
import { addOuter } from "../numerics/rows.ts";
import type { Learner } from "./learner.ts";
import { onlineLearner } from "./online.ts";

/**
 * The lasso without an intercept: the w of smallest ‖y − Xw‖² / 2n + α ‖w‖₁ after n exemplars, as in scikit-learn
 * (Garg et al. 2022 compare with α = 1, 0.1, … 1e-4 on sparse w).
 */
export function lasso(alpha: number): Learner {
  checkPositive("alpha", alpha);
  return onlineLearner(
    { id: `lasso(${alpha})`, family: "lasso", settings: { alpha }, laws: ["zeroWithNone", "exchangeable"] },
    (dim) => {
      const gram = new Float64Array(dim * dim); // XᵀX
      const pull = new Float64Array(dim); // Xᵀy
      const w = new Float64Array(dim);
      let [seen, stale] = [0, true];
      return {
        reset() {
          gram.fill(0);
          pull.fill(0);
          w.fill(0);
          [seen, stale] = [0, true];
        },
        observe(x, offset, y) {
          addOuter(gram, 1, x, offset, dim);
          addScaled(pull, 0, y, x, offset, dim);
          seen += 1;
          stale = true;
        },
        answer(query, offset) {
          if (stale) follow(gram, pull, seen * alpha, w);
          stale = false;
          return dot(w, 0, query, offset, dim);
        },
      };
    },
  );
}

const APART = 1 - 1e-12; // an event is later on the path if its λ is below the current λ times this

/**
 * The w that minimises wᵀGw / 2 − bᵀw + λ ‖w‖₁, exactly: along the path from the λ at which w is zero down to `target`
 * (Efron et al. 2004, §3.1). w is linear in λ between two events: a weight joins, or a weight becomes zero.
 */
function follow(gram: Float64Array, pull: Float64Array, target: number, w: Float64Array): void {
  const dim = w.length;
  const signs = new Map<number, number>(); // of the weights that are not zero, by coordinate
  const first = pull.reduce((max, value, j) => (Math.abs(value) > Math.abs(pull[max] as number) ? j : max), 0);
  let lambda = Math.abs(pull[first] as number);
  w.fill(0);
  if (lambda <= target) return;
  signs.set(first, Math.sign(pull[first] as number));
  while (lambda > target) {
    const active = [...signs.keys()];
    const matrix = active.map((i) => active.map((j) => gram[i * dim + j] as number));
    const level = solvePositive(
      matrix,
      active.map((j) => pull[j] as number),
    ); // w = level − λ slope
    const slope = solvePositive(matrix, [...signs.values()]);
    if (!level || !slope) throw new Error("invalid prompts: the lasso needs linearly independent x");
    let next = target;
    let event: (() => void) | undefined;
    const consider = (at: number, act: () => void) => {
      if (at > next && at < lambda * APART) [next, event] = [at, act];
    };
    active.forEach((j, k) => {
      consider((level[k] as number) / (slope[k] as number), () => signs.delete(j));
    });
    for (let j = 0; j < dim; j++) {
      if (signs.has(j)) continue;
      let [rest, turn] = [pull[j] as number, 0]; // what is left of b − Gw is rest + λ turn
      active.forEach((i, k) => {
        rest -= (gram[j * dim + i] as number) * (level[k] as number);
        turn += (gram[j * dim + i] as number) * (slope[k] as number);
      });
      consider(rest / (1 - turn), () => signs.set(j, 1));
      consider(-rest / (1 + turn), () => signs.set(j, -1));
    }
    lambda = next;
    if (event) event();
    else
      active.forEach((j, k) => {
        w[j] = (level[k] as number) - target * (slope[k] as number);
      });
  }
}

/** Solves A x = b for a positive definite A by Cholesky's decomposition; undefined if A is not. */
function solvePositive(A: readonly number[][], b: readonly number[]): number[] | undefined {
  const rows = A.map((row) => [...row]);
  const x = [...b];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number[];
    for (let j = 0; j <= i; j++) {
      const other = rows[j] as number[];
      let sum = row[j] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      if (i === j && !(sum > 1e-13 * (A[i]?.[i] as number))) return undefined;
      row[j] = i === j ? Math.sqrt(sum) : sum / (other[j] as number);
    }
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (row[k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (row[i] as number);
  }
  for (let i = rows.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < rows.length; k++) x[i] = (x[i] as number) - (rows[k]?.[i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (rows[i]?.[i] as number);
  }
  return x;
}
