import { checkLength } from "../numerics/checks.ts";

/**
 * 1 if an answer has the sign of its target, 0 if it has the other sign, ½ if it is 0, elementwise; its mean over prompts is the accuracy. Throws if their lengths differ.
 */
export function sameSign(answers: Float32Array, truth: Float32Array): Float64Array {
  checkLength("truth", truth, answers.length);
  return Float64Array.from(answers, (answer, k) => (1 + Math.sign(answer) * Math.sign(truth[k] as number)) / 2);
}
