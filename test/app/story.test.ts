import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Evaluation } from "../../src/app/runData/evaluations.ts";
import { evaluationAt, evaluationsOf, nearestEvaluation } from "../../src/app/runData/evaluations.ts";
import { nearestInOrder, storyOf } from "../../src/app/runData/story.ts";
import { recordedPresets, recordedRunOf } from "../../src/app/store/recordedRun.ts";
import { words } from "../../src/app/text/common.ts";
import type { Row } from "../../src/comparison/row.ts";
import { decodeBundle } from "../../src/runs/runBundle.ts";

const row = (metric: Row["metric"], reference: string, step: number, value: number, more: Partial<Row> = {}): Row => ({
  experiment: "run",
  metric,
  learner: "transformer",
  reference,
  at: { step, positions: "all" },
  statistic: "mean",
  value,
  low: value,
  high: value,
  n: 512,
  of: "prompts",
  ...more,
});

/** An evaluation whose nearest is `id`, at a distance; the margin's interval holds 0 where it is undecided. */
const evaluation = (step: number, id: string, distance: number, lambda: number, decided = true): Row[] => [
  row("spd", id, step, distance),
  row("spd", "ols", step, id === "ols" ? distance : 2 * distance),
  row("spd", "ols", step, distance / 2, { at: { step, positions: "away" } }),
  row("nearest", id, step, distance),
  row("margin", "sgd(0.01)", step, 0.01, { low: decided ? 0.005 : -0.005, high: 0.02 }),
  row("effectiveLambda", "ridge", step, lambda),
];

test("evaluationsOf reads the rows of each evaluation; it is undecided if the interval of the margin contains 0", () => {
  const rows = [
    ...evaluation(10, "ridge(0.5)", 0.1, 2, false),
    ...evaluation(0, "zero", 0.08, Number.POSITIVE_INFINITY),
  ];
  const evaluations = evaluationsOf(rows);
  expect(evaluations.map(({ step, nearest, closest }) => [step, nearest, closest])).toEqual([
    [0, "zero", "zero"],
    [10, "undecided", "ridge(0.5)"],
  ]);
  expect(evaluations[1]).toMatchObject({ distance: 0.1, runnerUp: "sgd(0.01)", effectiveLambda: 2, toOlsAway: 0.05 });
  expect(evaluations[1]?.to.get("ols")).toBe(0.2);
});

test("evaluationsOf leaves out an evaluation with missing rows", () => {
  const rows = [...evaluation(0, "zero", 0.08, 1), ...evaluation(5, "zero", 0.07, 1).slice(0, 3)];
  expect(evaluationsOf(rows).map(({ step }) => step)).toEqual([0]);
  expect(evaluationsOf([])).toEqual([]);
});

test("nearestEvaluation looks before and after a step", () => {
  const evaluations = evaluationsOf([0, 3, 10].flatMap((step) => evaluation(step, "ols", 0.1, 1)));
  expect([0, 1, 2, 6, 7, 99].map((step) => nearestEvaluation(evaluations, step)?.step)).toEqual([0, 0, 3, 3, 10, 10]);
});

test("evaluationAt is the last evaluation at or before a step", () => {
  const evaluations = evaluationsOf([0, 3, 10].flatMap((step) => evaluation(step, "zero", 0.1, 1)));
  expect([0, 2, 3, 9, 10, 99].map((step) => evaluationAt(evaluations, step)?.step)).toEqual([0, 0, 3, 3, 10, 10]);
});

const sentencesOf = (evaluations: readonly Evaluation[]) =>
  storyOf(evaluations).map((each) => words.storySentence(each, nearestInOrder(evaluations)));

test("the story names only the nearest algorithms, in the order of the evaluations", () => {
  const evaluations = evaluationsOf([
    ...evaluation(0, "zero", 0.08, Number.POSITIVE_INFINITY),
    ...evaluation(50, "gd(0.01)", 0.2, 40),
    ...evaluation(60, "gd(0.01)", 0.2, 30, false),
    ...evaluation(100, "ridge(0.5)", 0.1, 0.6),
    ...evaluation(200, "ols", 0.01, 0.02),
    ...evaluation(300, "ols", 0.002, 0),
  ]);
  expect(storyOf(evaluations).map(({ kind, evaluation }) => [kind, evaluation.step])).toEqual([
    ["start", 0],
    ["nearest", 50],
    ["nearest", 100],
    ["nearest", 200],
    ["end", 300],
  ]);
  expect(nearestInOrder(evaluations)).toEqual(["zero", "gd(0.01)", "ridge(0.5)", "ols"]);
  expect(sentencesOf(evaluations)).toEqual([
    "Its parameters are random. Nearest: always answer zero, distance 0.08. Effective λ: ∞ (zero).",
    "Now nearest: one step of gradient descent (α = 0.01), distance 0.2; just before, always answer zero. Effective λ: 40.",
    "Now nearest: ridge (λ = 0.5), distance 0.1; just before, one step of gradient descent (α = 0.01). Effective λ: 0.6.",
    "Now nearest: least squares, distance 0.01; just before, ridge (λ = 0.5). Effective λ: 0.02.",
    "Nearest: least squares, distance 0.002. Effective λ: 0 (least squares). Nearest before: one step of gradient descent (α = 0.01), then ridge (λ = 0.5).",
  ]);
});

test("the story of a run that stays at zero names no other algorithm", () => {
  const evaluations = evaluationsOf(
    [0, 10, 100].flatMap((step) => evaluation(step, "zero", 0.08 - step / 10_000, 1024)),
  );
  const text = sentencesOf(evaluations).join(" ");
  expect(storyOf(evaluations).map(({ kind }) => kind)).toEqual(["start", "end"]);
  expect(text).not.toMatch(/least squares, distance|before|came by/);
});

test("the story reports an undecided last evaluation as undecided", () => {
  const evaluations = evaluationsOf([
    ...evaluation(0, "zero", 0.1, 9),
    ...evaluation(100, "ridge(0.1)", 0.01, 0.1, false),
  ]);
  expect(sentencesOf(evaluations).at(-1)).toMatch(/^Nearest: undecided: ridge 0.1 or SGD 0.01, distance 0.01\./);
});

test.each(recordedPresets)("%s: the recorded run opens, and its story agrees with its rows", (preset) => {
  const run = recordedRunOf(preset, decodeBundle(readFileSync(`public/runs/${preset}.zip`)));
  expect(run.evaluations.length).toBeGreaterThan(20);
  expect(run.result.spdToOls).toBeLessThan(0.02);
  const story = storyOf(run.evaluations);
  expect(story.length).toBeGreaterThanOrEqual(3);
  expect(story.length).toBeLessThanOrEqual(5);
  for (const { evaluation } of story) {
    const nearest = run.rows.find(
      ({ metric, at }) => metric === "nearest" && at.step === evaluation.step && at.positions === "all",
    );
    expect(evaluation.closest).toBe(nearest?.reference);
    expect(evaluation.distance).toBe(nearest?.value);
  }
});
