import { checkLength } from "../numerics/checks.ts";
import { type Bootstrap, mean, type Summary } from "../numerics/statistics.ts";

/** The candidate of smallest mean SPD, and whether the prompts decide it. */
export interface Nearest {
  readonly id: string;
  readonly spd: number;
  readonly runnerUp: string;
  readonly margin: Summary; // how much farther the runner-up is, paired by prompt
  readonly decided: boolean; // the interval of the margin does not contain 0
}

/**
 * The nearest of at least two candidates, from the SPD of each prompt to each, [B]. Undecided if the paired bootstrap
 * interval of the difference to the runner-up contains 0. Throws if there are fewer candidates, or the lengths of arrays differ.
 */
export function nearest(spdByCandidate: ReadonlyMap<string, Float64Array>, resamples: Bootstrap): Nearest {
  const ranked = [...spdByCandidate]
    .map(([id, values]) => ({ id, values, spd: mean(values) }))
    .sort((a, b) => (farther(a.spd, b.spd) ? 1 : farther(b.spd, a.spd) ? -1 : 0));
  const [first, second] = ranked;
  if (!first || !second) throw new Error(`invalid candidates: expected at least two learners, got ${ranked.length}`);
  for (const { id, values } of ranked) checkLength(`SPD to ${id}`, values, first.values.length, "[B]");
  const margin = resamples.mean(second.values.map((value, b) => value - (first.values[b] as number)));
  const decided = margin.low > 0 || margin.high < 0;
  return { id: first.id, spd: first.spd, runnerUp: second.id, margin, decided };
}

/** a > b; NaN is farther than any number. */
const farther = (a: number, b: number): boolean => a > b || (Number.isNaN(a) && !Number.isNaN(b));
