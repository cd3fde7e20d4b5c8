import { positionsIn } from "../metrics/positions.ts";
import { overPositions, squaredDifference } from "../metrics/squaredDifference.ts";
import { mean } from "../numerics/statistics.ts";
import type { ComparedPrompts } from "./comparisonRows.ts";
import type { ByPosition, OverSets, Subject } from "./subject.ts";

/** A comparison in a few numbers. SPD is divided by D τ². */
export interface ComparisonSummary {
  readonly loss: number; // mean squared error over all prompts and positions, not divided
  readonly spdToOls: number | null; // mean over the positions away from N = D; null if there are none (D 1, N 1)
  readonly spd: Readonly<Record<string, number>>; // to each algorithm, over the same positions
  readonly effectiveLambda: number; // over all positions 1…N
  readonly effectiveLambdaAway: number | null; // over the positions away from N = D; null if there are none
  readonly nearest: string; // nearest algorithm over all positions 1…N, "undecided" if the bootstrap interval contains 0
  readonly nearestOls: number | null; // share of the decided positions 1…N at which OLS is nearest; null if none is decided
  readonly undecided: number; // positions of 1…N at which the nearest is undecided
}

/** Summarizes how near a learner is to the algorithms. */
export function summaryOf(
  prompts: ComparedPrompts,
  { answers, squaresTo }: Subject,
  sets: OverSets,
  positions: ByPosition,
): ComparisonSummary {
  const overall = sets.nearest.get("all");
  const spd = spdAway(prompts, squaresTo);
  return {
    loss: mean(squaredDifference(answers, prompts.truth, 1)),
    spdToOls: spd.ols ?? null,
    spd,
    effectiveLambda: sets.lambda.get("all") as number,
    effectiveLambdaAway: sets.lambda.get("away") ?? null,
    nearest: overall?.decided ? overall.id : "undecided",
    nearestOls: positions.olsShare,
    undecided: prompts.batch.exemplars - positions.decided,
  };
}

/** Mean SPD to each algorithm over the positions away from N = D; empty if there are none. */
function spdAway(
  { batch, positions }: ComparedPrompts,
  squaresTo: ReadonlyMap<string, Float64Array>,
): Record<string, number> {
  const away = positionsIn("away", batch.dim, batch.exemplars);
  if (away.length === 0) return {};
  return Object.fromEntries([...squaresTo].map(([id, squares]) => [id, mean(overPositions(squares, positions, away))]));
}
