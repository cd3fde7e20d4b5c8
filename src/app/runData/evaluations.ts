import type { Row } from "../../comparison/row.ts";

/** What the rows say of the transformer at one evaluation, over 1…N exemplars. Distances are SPD / (D τ²). */
export interface Evaluation extends Distance {
  readonly step: number;
}

/** The same if no step is known. */
export interface Distance {
  readonly nearest: string; // id, or "undecided"
  readonly closest: string; // id of the smallest mean distance, decided or not
  readonly distance: number; // to the closest
  readonly runnerUp: string; // id
  readonly effectiveLambda: number;
  readonly to: ReadonlyMap<string, number>; // distance to each algorithm
  readonly toOlsAway: number; // to OLS, over the positions away from N = D
}

const known = new WeakMap<readonly Row[], readonly Evaluation[]>();

/** The evaluations of a run, by step, read once of each list of rows. An evaluation of which rows are missing is left out. */
export function evaluationsOf(rows: readonly Row[]): readonly Evaluation[] {
  const before = known.get(rows);
  if (before) return before;
  const evaluations = readEvaluations(rows);
  known.set(rows, evaluations);
  return evaluations;
}

/** What the rows say of the transformer at its last evaluation, or at its only one if it was trained elsewhere. */
export const lastDistance = (rows: readonly Row[]): Distance | undefined =>
  evaluationsOf(rows).at(-1) ??
  distanceOf(rows.filter(({ at, statistic }) => at.step === undefined && statistic === "mean"));

function readEvaluations(rows: readonly Row[]): Evaluation[] {
  const bySteps = new Map<number, Row[]>();
  for (const row of rows) {
    const { step, positions } = row.at;
    if (step === undefined || (positions !== "all" && positions !== "away") || row.statistic !== "mean") continue;
    const known = bySteps.get(step);
    if (known) known.push(row);
    else bySteps.set(step, [row]);
  }
  return [...bySteps]
    .sort(([a], [b]) => a - b)
    .flatMap(([step, some]) => {
      const distance = distanceOf(some);
      return distance ? [{ step, ...distance }] : [];
    });
}

function distanceOf(rows: readonly Row[]): Distance | undefined {
  const all = rows.filter((row) => row.at.positions === "all");
  const one = (metric: Row["metric"]) => all.find((row) => row.metric === metric);
  const [nearest, margin, lambda] = [one("nearest"), one("margin"), one("effectiveLambda")];
  if (!nearest || !margin || !lambda) return undefined;
  const decided = margin.low > 0 || margin.high < 0;
  const away = rows.find((row) => row.metric === "spd" && row.at.positions === "away" && row.reference === "ols");
  return {
    nearest: decided ? nearest.reference : "undecided",
    closest: nearest.reference,
    distance: nearest.value,
    runnerUp: margin.reference,
    effectiveLambda: lambda.value,
    to: new Map(all.filter((row) => row.metric === "spd").map((row) => [row.reference, row.value])),
    toOlsAway: away?.value ?? Number.NaN,
  };
}

/** The evaluation at a step, or the last one before it; the first if there is none before. */
export function evaluationAt(evaluations: readonly Evaluation[], step: number): Evaluation | undefined {
  return evaluations.findLast((evaluation) => evaluation.step <= step) ?? evaluations[0];
}

/** The evaluation nearest to a step, before or after it. */
export function nearestEvaluation(evaluations: readonly Evaluation[], step: number): Evaluation | undefined {
  const distance = (evaluation: Evaluation) => Math.abs(evaluation.step - step);
  return [...evaluations].sort((a, b) => distance(a) - distance(b))[0];
}
