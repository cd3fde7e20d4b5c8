import { checkIndices, checkInteger, checkLength, checkRows } from "../numerics/checks.ts";

const STEPS = 40;

/** The grid of λ: 0 (OLS), 2^(k/4) for k = −40…40, ∞ (zero). */
export const lambdaGrid: readonly number[] = [
  0,
  ...Array.from({ length: 2 * STEPS + 1 }, (_, k) => 2 ** ((k - STEPS) / 4)),
  Number.POSITIVE_INFINITY,
];

/**
 * The λ of the grid whose ridge(λ) is nearest in SPD over some positions: a single number that describes a
 * learner. `answersByLambda` are ridge's answers at each λ of the grid; all arrays are [B, positions].
 * NaN if the answers contain NaN. Throws if an array or a position does not fit.
 */
export function effectiveLambda(
  answers: Float32Array,
  answersByLambda: readonly Float32Array[],
  positions: number,
  chosen: readonly number[],
): number {
  checkInteger("positions", positions, 1);
  checkRows("answers", answers, positions, "[B, positions]");
  checkIndices("chosen", chosen, positions);
  if (answersByLambda.length !== lambdaGrid.length) {
    throw new RangeError(
      `invalid answersByLambda: expected those at each of ${lambdaGrid.length} λ, got ${answersByLambda.length}`,
    );
  }
  for (const each of answersByLambda) checkLength("answersByLambda", each, answers.length, "[B, positions]");
  let best = Number.NaN;
  let min = Number.POSITIVE_INFINITY;
  answersByLambda.forEach((ridgeAnswers, k) => {
    let sum = 0;
    for (let row = 0; row < answers.length; row += positions) {
      for (const position of chosen) {
        sum += ((answers[row + position] as number) - (ridgeAnswers[row + position] as number)) ** 2;
      }
    }
    if (!(sum < min)) return; // this comparison is false for NaN, so NaN is never the minimum
    min = sum;
    best = lambdaGrid[k] as number;
  });
  return best;
}
