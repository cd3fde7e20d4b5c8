import type { Row, RowPlace } from "../../src/comparison/row.ts";
import type { Metric } from "../../src/metrics/metrics.ts";
import { randomAt } from "../../src/numerics/random.ts";

/** The algorithms of the fixture, from the first nearest to the last. */
export const algorithmIds = [
  "zero",
  "averaging",
  "ols",
  "ridge(0.1)",
  "ridge(0.5)",
  "bayes",
  "gd(0.01)",
  "gd(0.02)",
  "gd(0.01,8)",
  "sgd(0.01)",
  "sgd(0.03)",
  "knn(3,uniform)",
  "knn(3,inverse-square)",
] as const;

export const fixtureSteps = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;

const PASSED_AT = [0, 0.1, 1, 0.9, 0.8, 1, 0.4, 0.5, 0.6, 0.2, 0.3, -0.2, -0.1]; // part of the run at which each is nearest
const EXEMPLARS = 10;
const PROMPTS = 512;

/** A row with what most rows share. */
export const rowAt = (metric: Metric, at: RowPlace, value: number, more: Partial<Row> = {}): Row => ({
  experiment: "fixture",
  metric,
  learner: "transformer",
  reference: "truth",
  at,
  statistic: "mean",
  value,
  low: value,
  high: value,
  n: PROMPTS,
  of: "prompts",
  ...more,
});

function rowsOfNoRun(): Row[] {
  const random = randomAt(1, "fixture", 0);
  const wiggled = (value: number): Partial<Row> & { value: number } => {
    const centre = value * Math.sqrt(1 + 0.2 * random.uniform());
    return { value: centre, low: centre * 0.8, high: centre * 1.2 };
  };
  const last = fixtureSteps.at(-1) as number;
  const errorOf = (k: number, exemplars: number) => 1 / (1 + (exemplars * (algorithmIds.length - k)) / 8);
  const rows: Row[] = [
    rowAt("loss", {}, 4, { learner: "zero", low: 3.8, high: 4.2 }),
    rowAt("loss", {}, 0.7, { learner: "bayes", low: 0.65, high: 0.75 }),
  ];
  algorithmIds.forEach((learner, k) => {
    for (let exemplars = 0; exemplars <= EXEMPLARS; exemplars++) {
      const exact = learner === "ols" && exemplars > 4;
      const error = exact ? { value: 1e-15, low: 1e-15, high: 1e-15 } : wiggled(errorOf(k, exemplars));
      rows.push(rowAt("squaredError", { exemplars }, error.value, { learner, ...error }));
    }
  });
  for (let step = 1; step <= last; step += step < 50 ? 1 : 25) {
    rows.push(rowAt("loss", { step }, 0.75 + 3.2 / (1 + step / 60) + 0.1 * random.uniform()));
  }
  for (const step of fixtureSteps) {
    const done = Math.log1p(step) / Math.log1p(last);
    for (let exemplars = 0; exemplars <= EXEMPLARS; exemplars++) {
      const error = wiggled(1 - done * (1 - errorOf(0, exemplars)));
      rows.push(rowAt("squaredError", { exemplars, step }, error.value, error));
    }
    algorithmIds.forEach((reference, k) => {
      const away = 10 ** (-3 * Math.max(0, 1 - 2 * Math.abs((PASSED_AT[k] as number) - done)));
      for (let exemplars = 1; exemplars <= EXEMPLARS; exemplars++) {
        const at = { exemplars, step };
        const distance = wiggled((away * (1 + exemplars)) / EXEMPLARS);
        rows.push(rowAt("spd", at, distance.value, { reference, ...distance }));
        if (step !== last) continue;
        const middle = distance.value / 3;
        rows.push(rowAt("spd", at, middle, { reference, statistic: "median" }));
        rows.push(rowAt("ilwd", at, distance.value * 2, { reference }));
      }
      const overall = wiggled(away);
      rows.push(rowAt("spd", { step, positions: "all" }, overall.value, { reference, ...overall }));
    });
  }
  const nearest: [string, boolean, number][] = [
    ["zero", true, Number.POSITIVE_INFINITY],
    ["zero", true, Number.POSITIVE_INFINITY],
    ["zero", true, 1024],
    ["zero", true, 128],
    ["sgd(0.03)", false, 16],
    ["gd(0.01,8)", true, 4],
    ["gd(0.01,8)", true, 2],
    ["ridge(0.5)", true, 0.59],
    ["ridge(0.1)", true, 0.125],
    ["ridge(0.1)", false, 0.031],
    ["ols", true, 0],
  ];
  nearest.forEach(([reference, decided, lambda], k) => {
    const at: RowPlace = { step: fixtureSteps[k] as number, positions: "all" };
    rows.push(rowAt("nearest", at, 0.01, { reference }));
    rows.push(rowAt("margin", at, 0.002, { reference: "bayes", low: decided ? 0.001 : -0.001, high: 0.003 }));
    rows.push(rowAt("effectiveLambda", at, lambda, { reference: "ridge" }));
  });
  return rows;
}

/**
 * Rows of a run that never was: invented curves of roughly the right shape with seeded wiggles, for pictures only. The
 * numbers mean nothing.
 */
export const fixtureRows: readonly Row[] = rowsOfNoRun();
