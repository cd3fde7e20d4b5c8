import { effectiveLambda } from "../metrics/effectiveLambda.ts";
import { type Nearest, nearest } from "../metrics/nearest.ts";
import { type PositionSet, positionsIn } from "../metrics/positions.ts";
import { atPosition, overPositions, squaredDifference } from "../metrics/squaredDifference.ts";
import type { AlgorithmAnswers } from "./algorithmAnswers.ts";
import { type ComparedPrompts, exact, rowOf, rowsByExemplars } from "./comparisonRows.ts";
import type { Row, RowPlace } from "./row.ts";

/** A learner that is compared with algorithms: its answers, and their distance to those of each algorithm. */
export interface Subject {
  readonly id: string;
  readonly place: RowPlace; // its training step
  readonly answers: Float32Array; // [B, N + 1]
  readonly squaresTo: ReadonlyMap<string, Float64Array>; // squared differences / (D τ²) by algorithm, [B, N + 1] each
}

/** Compares a learner's answers with those of algorithms. */
export function subjectOf(
  { scale }: ComparedPrompts,
  algorithms: AlgorithmAnswers["byId"],
  own: { readonly id: string; readonly step: number | undefined; readonly answers: Float32Array },
): Subject {
  const { id, step, answers } = own;
  const squaresTo = new Map(
    [...algorithms].map(([other, theirs]) => [other, squaredDifference(answers, theirs, scale)]),
  );
  return { id, place: step === undefined ? {} : { step }, answers, squaresTo };
}

const SETS: readonly PositionSet[] = ["all", "under", "away"];

/** Its squared error and its SPD to every algorithm, by exemplars. */
export function rowsOfDifferences(
  prompts: ComparedPrompts,
  { id, place, answers, squaresTo }: Subject,
  medians: boolean,
): Row[] {
  const toTruth = squaredDifference(answers, prompts.truth, prompts.scale);
  const error = { metric: "squaredError", learner: id, reference: "truth", squares: toTruth } as const;
  const rows = rowsByExemplars(prompts, error, place, medians);
  for (const [reference, squares] of squaresTo) {
    rows.push(...rowsByExemplars(prompts, { metric: "spd", learner: id, reference, squares }, place, medians));
  }
  return rows;
}

/** Rows of the sets of positions, and the nearest algorithm and the effective λ of each set. */
export interface OverSets {
  readonly rows: readonly Row[];
  readonly nearest: ReadonlyMap<PositionSet, Nearest>;
  readonly lambda: ReadonlyMap<PositionSet, number>;
}

/** SPD to every algorithm, the nearest algorithm and the effective λ, over every non-empty set of positions. */
export function overSets(prompts: ComparedPrompts, subject: Subject, algorithms: AlgorithmAnswers): OverSets {
  const { experiment, batch, positions, resamples } = prompts;
  const { id, answers, squaresTo } = subject;
  const rows: Row[] = [];
  const nearestIn = new Map<PositionSet, Nearest>();
  const lambdaIn = new Map<PositionSet, number>();
  for (const set of SETS) {
    const chosen = positionsIn(set, batch.dim, batch.exemplars);
    if (chosen.length === 0) continue;
    const at = { ...subject.place, positions: set };
    const over = (squares: Float64Array) => overPositions(squares, positions, chosen);
    for (const [reference, squares] of squaresTo) {
      rows.push(rowOf({ experiment, metric: "spd", learner: id, reference }, at, resamples.mean(over(squares))));
    }
    const found = nearestTo(prompts, subject, algorithms.candidates, over);
    const lambda = effectiveLambda(answers, algorithms.byLambda, positions, chosen);
    rows.push(...rowsOfNearest(prompts, id, at, found));
    rows.push(
      rowOf(
        { experiment, metric: "effectiveLambda", learner: id, reference: "ridge" },
        at,
        exact(lambda, batch.prompts),
      ),
    );
    nearestIn.set(set, found);
    lambdaIn.set(set, lambda);
  }
  return { rows, nearest: nearestIn, lambda: lambdaIn };
}

/** The results of the single positions 1…N. */
export interface ByPosition {
  readonly rows: readonly Row[];
  readonly decided: number; // number of positions with a decided nearest algorithm
  readonly olsShare: number | null; // share of those at which OLS is nearest; null if none is decided
}

/** The nearest algorithm at every position, and how often it is OLS. */
export function byPosition(prompts: ComparedPrompts, subject: Subject, candidates: readonly string[]): ByPosition {
  const { experiment, positions } = prompts;
  const { id, place } = subject;
  const rows: Row[] = [];
  let decided = 0;
  let olsNearest = 0;
  for (let position = 1; position < positions; position++) {
    const found = nearestTo(prompts, subject, candidates, (squares) => atPosition(squares, positions, position));
    rows.push(...rowsOfNearest(prompts, id, { exemplars: position, ...place }, found));
    if (found.decided) decided += 1;
    if (found.decided && found.id === "ols") olsNearest += 1;
  }
  const olsShare = decided > 0 ? olsNearest / decided : null;
  const share = exact(olsShare ?? Number.NaN, decided);
  const at: RowPlace = { ...place, positions: "all" };
  const measured = { experiment, metric: "decidedNearest", learner: id, reference: "ols" } as const;
  rows.push(rowOf(measured, at, share, { of: "positions" }));
  return { rows, decided, olsShare };
}

/** The candidate nearest to the subject; `pick` reduces the squares to one value per prompt, [B]. */
const nearestTo = (
  { resamples }: ComparedPrompts,
  { squaresTo }: Subject,
  candidates: readonly string[],
  pick: (squares: Float64Array) => Float64Array,
): Nearest => nearest(new Map(candidates.map((id) => [id, pick(squaresTo.get(id) as Float64Array)])), resamples);

const rowsOfNearest = (
  { experiment, batch }: ComparedPrompts,
  learner: string,
  at: RowPlace,
  found: Nearest,
): Row[] => [
  rowOf({ experiment, metric: "nearest", learner, reference: found.id }, at, exact(found.spd, batch.prompts)),
  rowOf({ experiment, metric: "margin", learner, reference: found.runnerUp }, at, found.margin),
];
