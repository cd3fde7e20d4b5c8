import type { Metric, Row, RowPlace } from "../../src/experiments/row.ts";
import { randomAt } from "../../src/numerics/random.ts";

// Rows nobody measured: smooth curves with a little seeded noise, to draw figures of.

const D = 4;
const N = 8;
const STEPS = [0, 1, 10, 100, 1000];
const references = ["zero", "ols", "ridge(0.1)", "gd(0.01)", "sgd(0.03)", "knn(3,uniform)"];
const random = randomAt(1, "fixture", 0);

const row = (metric: Metric, learner: string, reference: string, at: RowPlace, value: number, spread = 0): Row => ({
  experiment: "fixture",
  metric,
  learner,
  reference,
  at,
  statistic: "mean",
  value,
  low: value * (1 - spread),
  high: value * (1 + spread),
  n: 512,
  of: "prompts",
});

const noisy = (value: number) => value * (1 + 0.05 * random.normal());

const positions = Array.from({ length: N + 1 }, (_, n) => n);

export const fixtureRows: readonly Row[] = [
  row("loss", "zero", "truth", {}, 4),
  row("loss", "bayes", "truth", {}, 1),
  ...STEPS.slice(1).map((step) => row("loss", "transformer", "truth", { step }, noisy(1 + 3 / Math.sqrt(step)))),
  ...["zero", "ols", "bayes"].flatMap((learner) =>
    positions.map((n) =>
      row("squaredError", learner, "truth", { exemplars: n }, learner === "zero" ? 1 : Math.max(0, 1 - n / D), 0.2),
    ),
  ),
  ...STEPS.flatMap((step, k) => [
    ...positions.map((n) =>
      row("squaredError", "transformer", "truth", { exemplars: n, step }, noisy(1 - (n / N) * (k / 5)), 0.1),
    ),
    ...references.flatMap((reference, r) =>
      positions
        .slice(1)
        .map((n) => row("spd", "transformer", reference, { exemplars: n, step }, noisy(0.5 ** ((k * r) / 2) / n), 0.3)),
    ),
    ...references.map((reference, r) =>
      row("spd", "transformer", reference, { step, positions: "all" }, noisy(0.4 ** Math.abs(k - r)), 0.2),
    ),
    row("nearest", "transformer", references[k] as string, { step, positions: "all" }, 0.1),
    row("margin", "transformer", "gd(0.01)", { step, positions: "all" }, 0.05, k === 2 ? 2 : 0.5),
    row(
      "effectiveLambda",
      "transformer",
      "ridge",
      { step, positions: "all" },
      [Number.POSITIVE_INFINITY, 8, 0.5, 0.1, 0][k] as number,
    ),
  ]),
];
