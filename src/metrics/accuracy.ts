/**
 * 1 where an answer has the sign of what it is scored on, 0 where it has the other, ½ where it is 0 and says nothing,
 * elementwise; its mean over prompts is the accuracy.
 */
export function sameSign(answers: Float32Array, truth: Float32Array): Float64Array {
  return Float64Array.from(answers, (answer, k) => (1 + Math.sign(answer) * Math.sign(truth[k] as number)) / 2);
}
