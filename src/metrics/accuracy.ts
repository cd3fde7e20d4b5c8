import { checkLength } from "../numerics/checks.ts";

/**
 * 1 where an answer has the sign of what it is scored on, 0 where it has the other, ½ where it is 0 and says nothing,
 * elementwise; its mean over prompts is the accuracy. Throws if they are not of one length.
 */
export function sameSign(answers: Float32Array, truth: Float32Array): Float64Array {
  checkLength("truth", truth, answers.length);
  return Float64Array.from(answers, (answer, k) => (1 + Math.sign(answer) * Math.sign(truth[k] as number)) / 2);
}
