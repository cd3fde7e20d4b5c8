import { describe, expect, test } from "vitest";
import { claimText } from "../../src/cli/claimText.ts";
import type { Row, RowPlace } from "../../src/comparison/row.ts";
import { fit as definition } from "../../src/experiments/akyurek2022/fit.ts";
import { loadExperiment, type MeasuredRun } from "../../src/experiments/experiment.ts";
import { judgeClaims } from "../../src/experiments/judgeClaims.ts";
import type { Metric } from "../../src/metrics/metrics.ts";
import type { PositionSet } from "../../src/metrics/positions.ts";

const fit = await loadExperiment(definition);

const row = (metric: Metric, reference: string, at: RowPlace, value: number, low = value, high = value): Row => ({
  ...{ experiment: "fit", metric, learner: "transformer", reference, at, statistic: "mean", value, low, high },
  ...{ n: 2048, of: "prompts" },
});

interface Numbers {
  readonly undecided?: number; // of the 20 positions, the first ones
  readonly other?: number; // positions after them where ridge(0.1) is decidedly the nearest
  readonly near?: number; // SPD / D to OLS with nine exemplars
  readonly toOls?: number;
  readonly toNeighbours?: number;
  readonly lambda?: Partial<Record<PositionSet, number>>;
}

/** What a run would measure. */
function measured({ undecided = 1, other = 0, near = 0.009, toOls = 0.004, toNeighbours = 0.5, lambda }: Numbers) {
  const lambdas = { all: 0.01, under: 0.01, away: 0.01, ...lambda };
  const positions = Array.from({ length: 20 }, (_, k) => k + 1);
  return fit.runs.map((config): MeasuredRun => {
    const rows = [
      row("spd", "ols", { step: 9, positions: "all" }, 7), // another set: not to be taken
      row("spd", "ols", { step: 9, positions: "away" }, toOls),
      row("spd", "ridge(0.1)", { step: 9, positions: "away" }, 0.008),
      row("spd", "knn(3,uniform)", { step: 9, positions: "away" }, 2 * toNeighbours),
      row("spd", "knn(3,inverse-square)", { step: 9, positions: "away" }, toNeighbours),
      ...Object.entries(lambdas).map(([set, value]) =>
        row("effectiveLambda", "ridge", { step: 9, positions: set as PositionSet }, value),
      ),
      ...positions.flatMap((exemplars) => [
        row("spd", "ols", { step: 9, exemplars }, exemplars === 8 ? 0.05 : exemplars === 9 ? near : 0.001),
        row("nearest", exemplars <= undecided + other ? "ridge(0.1)" : "ols", { step: 9, exemplars }, 0.1),
        row("margin", "ols", { step: 9, exemplars }, 0.1, exemplars <= undecided ? -0.05 : 0.05, 0.2),
      ]),
    ];
    return { config, rows };
  });
}

const results = (numbers: Numbers) => judgeClaims(fit, measured(numbers));
const states = (numbers: Numbers) => Object.fromEntries(results(numbers).map(({ id, state }) => [id, state]));
const all = {
  ...{ "ols-nearest": "holds", "spd-everywhere": "holds", "spd-to-ols": "holds", "knn-farther": "holds" },
  "effective-lambda": "holds",
};

describe("the claims of fit", () => {
  test("hold with numbers on the right side of every bound", () => {
    expect(states({})).toEqual(all);
    expect(results({}).map(({ values }) => values[0])).toEqual([0.95, 0.009, 0.004, 125, 0.01]);
    expect(results({})[0]?.remark).toContain("1 of 20 undecided, between D/2 and 1.5 D nearest at 7 of 7 decided");
    expect(results({})[1]?.remark).toBe("the largest with 9, 9, 9 exemplars; with D 0.05, 0.05, 0.05");
  });

  test("fail one by one with numbers on the wrong side", () => {
    const failing = (numbers: Numbers, id: keyof typeof all) =>
      expect(states(numbers)).toEqual({ ...all, [id]: "does not hold" });
    failing({ undecided: 3 }, "ols-nearest"); // less data makes the claim no easier
    failing({ undecided: 0, other: 3 }, "ols-nearest");
    failing({ undecided: 20 }, "ols-nearest");
    failing({ near: 0.011 }, "spd-everywhere");
    failing({ toOls: 0.0081 }, "spd-to-ols"); // nearer to ridge(0.1)
    failing({ toNeighbours: 0.039 }, "knn-farther");
    for (const set of ["all", "under", "away"] as const) failing({ lambda: { [set]: 0.016 } }, "effective-lambda");
  });

  test("fail where one of three seeds does, and are not run where one is missing", () => {
    const [a, b] = measured({});
    const [, , late] = measured({ near: 0.02 });
    const each = (...runs: (MeasuredRun | undefined)[]) => judgeClaims(fit, runs).map(({ state }) => state);
    expect(each(a, b, late)[1]).toBe("does not hold");
    expect(each(a, b, undefined)).toEqual(fit.claims.map(() => "not run"));
  });

  test("as text name the paper's word, the bound, the numbers, the controls, and what was not expected", () => {
    const [result] = judgeClaims(
      fit,
      measured({}),
      new Map([["ols-nearest", { untrained: { holds: false, values: [0, 0.05] } }]]),
    );
    expect(claimText({ ...(result as NonNullable<typeof result>), expected: "does not hold" })).toBe(
      "fit/ols-nearest: holds (expected: does not hold)\n" +
        "  paper     the transformer matches least squares at almost every number of exemplars\n" +
        "  bound     OLS is decidedly the nearest of Fig 1's legend at 90 % or more of the positions 1…N, in every seed (set after a pilot)\n" +
        "  measured  0.95, 0.95, 0.95 (seeds; an undecided position counts against it)\n" +
        `            ${result?.remark}\n` +
        "  controls  does not hold before training: 0, 0.05\n" +
        "            not measured with shuffled labels\n",
    );
  });
});
