import { describe, expect, test } from "vitest";
import { claimText } from "../../src/cli/claimText.ts";
import type { Row, RowPlace } from "../../src/comparison/row.ts";
import { fit as definition } from "../../src/experiments/akyurek2022/fit.ts";
import { loadExperiment, type MeasuredRun } from "../../src/experiments/experiment.ts";
import { judgeClaims } from "../../src/experiments/judgeClaims.ts";
import type { Metric } from "../../src/metrics/metrics.ts";

const fit = await loadExperiment(definition);

const row = (metric: Metric, reference: string, at: RowPlace, value: number, low = value, high = value): Row => ({
  ...{ experiment: "fit", metric, learner: "transformer", reference, at, statistic: "mean", value, low, high },
  ...{ n: 2048, of: "prompts" },
});

/** What a run would measure: a share of OLS, distances away from N = D, an effective λ. */
function measured(share: number, toOls: number, toNeighbours: number, lambda: number): MeasuredRun[] {
  return fit.runs.map((config) => ({
    config,
    rows: [
      row("decidedNearest", "ols", { step: 9, positions: "all" }, share),
      row("spd", "ols", { step: 9, positions: "all" }, 7), // another set: not to be taken
      row("spd", "ols", { step: 9, positions: "away" }, toOls),
      row("spd", "knn(3,uniform)", { step: 9, positions: "away" }, 2 * toNeighbours),
      row("spd", "knn(3,inverse-square)", { step: 9, positions: "away" }, toNeighbours),
      row("effectiveLambda", "ridge", { step: 9, positions: "all" }, lambda),
      row("nearest", "ols", { step: 9, exemplars: 8 }, 0.1),
      row("margin", "ridge(0.1)", { step: 9, exemplars: 8 }, 0.1, 0.05, 0.2),
      row("nearest", "ols", { step: 9, exemplars: 9 }, 0.1),
      row("margin", "ridge(0.1)", { step: 9, exemplars: 9 }, 0.1, -0.05, 0.2),
    ],
  }));
}

const states = (runs: readonly (MeasuredRun | undefined)[]) => judgeClaims(fit, runs).map(({ state }) => state);

describe("the claims of fit", () => {
  test("hold with numbers on the right side of every bound", () => {
    const results = judgeClaims(fit, measured(0.95, 0.004, 0.5, 0.01));
    expect(results.map(({ id, state }) => `${id} ${state}`)).toEqual([
      "ols-nearest holds",
      "spd-to-ols holds",
      "knn-farther holds",
      "effective-lambda holds",
    ]);
    expect(results.map(({ values }) => values[0])).toEqual([0.95, 0.004, 125, 0.01]);
    expect(results[0]?.remark).toContain("1 of 20 undecided, between D/2 and 1.5 D nearest at 1 of 1 decided");
  });

  test("fail one by one with numbers on the wrong side", () => {
    expect(states(measured(0.89, 0.004, 0.5, 0.01))[0]).toBe("does not hold");
    expect(states(measured(0.95, 0.011, 0.5, 0.01))[1]).toBe("does not hold");
    expect(states(measured(0.95, 0.004, 0.039, 0.01))[2]).toBe("does not hold");
    expect(states(measured(0.95, 0.004, 0.5, 0.11))[3]).toBe("does not hold");
    expect(states(measured(Number.NaN, 0.004, 0.5, 0.01))[0]).toBe("does not hold"); // no position decided
  });

  test("fail where one of three seeds does, and are not run where one is missing", () => {
    const [a, b] = measured(0.95, 0.004, 0.5, 0.01);
    const [, , late] = measured(0.95, 0.02, 0.5, 0.01);
    expect(states([a, b, late])[1]).toBe("does not hold");
    expect(states([a, b, undefined])).toEqual(fit.claims.map(() => "not run"));
  });

  test("as text name the paper's word, the bound, the numbers, and what was not expected", () => {
    const [result] = judgeClaims(fit, measured(0.95, 0.004, 0.5, 0.01));
    expect(claimText({ ...(result as NonNullable<typeof result>), expected: "does not hold" })).toBe(
      "fit/ols-nearest: holds (expected: does not hold)\n" +
        "  paper     the transformer matches least squares at almost every number of exemplars\n" +
        "  bound     OLS is the nearest of Fig 1's legend at 90 % or more of the decided positions 1…N\n" +
        "  measured  0.95, 0.95, 0.95 (seeds)\n" +
        `            ${result?.remark}\n`,
    );
  });
});
