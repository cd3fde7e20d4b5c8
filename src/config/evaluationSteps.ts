/** Steps at which a run is evaluated: 0, then log-spaced from 1 to the last, at most `times` different ones. */
export function evaluationSteps(steps: number, times: number): number[] {
  if (times === 0) return [];
  const spaced = Array.from({ length: times - 1 }, (_, k) => Math.round(steps ** (k / Math.max(1, times - 2))));
  return [...new Set([0, ...spaced])];
}
