import { expect, test } from "vitest";
import type { Run } from "../../src/app/runData/run.ts";
import { groupBySettings, linesOf } from "../../src/app/runs/runLines.ts";
import type { Row } from "../../src/comparison/row.ts";
import { defaults } from "../../src/config/schema.ts";
import type { Metric } from "../../src/metrics/metrics.ts";

const row = (metric: Metric, reference: string, at: Row["at"], value: number): Row => ({
  experiment: "run",
  metric,
  learner: "transformer",
  reference,
  at,
  statistic: "mean",
  value,
  low: value,
  high: value,
  n: 8,
  of: "prompts",
});

/** What an evaluation says in the whole, at a step or at none. */
function evaluation(toOls: number, lambda: number, errors: readonly number[], step?: number): Row[] {
  const place = step === undefined ? {} : { step };
  const all = { ...place, positions: "all" } as const;
  return [
    row("spd", "ols", all, toOls),
    row("spd", "ols", { ...place, positions: "away" }, toOls / 2),
    row("nearest", "ols", all, toOls),
    row("margin", "ridge(0.1)", all, 1),
    row("effectiveLambda", "ridge", all, lambda),
    ...errors.map((error, exemplars) => row("squaredError", "truth", { ...place, exemplars }, error)),
    { ...row("squaredError", "truth", { exemplars: 0 }, 99), learner: "ols" }, // the algorithms' own have no step
  ];
}

const entry = (id: string, rows: readonly Row[], more: Partial<Run> = {}): Run => ({
  id,
  origin: "opened",
  preset: "fit-d5",
  config: defaults,
  rows,
  log: [],
  status: "done",
  ...more,
});
const own = entry("run 1", [...evaluation(0.4, 1, [1, 0.6], 10), ...evaluation(0.1, 0.25, [0.5, 0.3], 100)]);
const elsewhere = entry("run 2", evaluation(0.2, 0.5, [0.7, 0.5]), { elsewhere: "mine.safetensors" });

test.each([
  ["toOls", [0.4, 0.1], 0.2],
  ["toBest", [0.2, 0.05], 0.1], // it has no Bayes predictor: least squares away from n = D
  ["lambda", [1, 0.25], 0.5],
  ["error", [0.8, 0.4], 0.6],
] as const)(
  "by %s a model trained elsewhere is a horizontal line across the others, named after its file",
  (measure, values, level) => {
    const [mine, theirs] = linesOf([own, elsewhere], { measure, along: "step", together: false });
    expect(mine?.points.map(({ x }) => x)).toEqual([10, 100]);
    mine?.points.forEach(({ y }, k) => {
      expect(y).toBeCloseTo(values[k] as number, 12);
    });
    expect(theirs?.name).toBe("mine.safetensors");
    expect(theirs?.points.map(({ x }) => x)).toEqual([10, 100]);
    for (const { y } of theirs?.points ?? []) expect(y).toBeCloseTo(level, 12);
  },
);

test("a model trained elsewhere is never grouped with runs of the same settings", () => {
  const second = entry("run 3", own.rows, { config: { ...defaults, seed: 2 } });
  const groups = groupBySettings([own, elsewhere, second, { ...elsewhere, id: "run 4" }]);
  expect(groups.map((group) => group.map(({ id }) => id))).toEqual([["run 1", "run 3"], ["run 2"], ["run 4"]]);
});

test("by the best predictor a run with a Bayes predictor has its distance to it", () => {
  const rows = [...own.rows, row("spd", "bayes", { step: 10, positions: "all" }, 0.03)];
  const [line] = linesOf([{ ...own, rows }], { measure: "toBest", along: "step", together: false });
  expect(line?.points.map(({ y }) => y)).toEqual([0.03, 0.05]); // the second evaluation has none
});
