import type { Claim, ClaimLimits, MeasuredRun, Verdict } from "./experiment.ts";

/** The seeds of an experiment's runs. One of them may fail: with all eight, a success rate below 63 % is ruled out. */
export const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const MOST = 7;

/** The seed of the prompts that runs are measured on: the same for all training seeds, and none of them. */
export const EVALUATION_SEED = 1_000_000_007;

/** How often the prompts of a mean are drawn anew for its interval. */
export const RESAMPLES = 2000;

/** What a claim asks of each seed. */
interface SeedClaim extends Omit<Claim, "judge"> {
  readonly of: string; // the values of a seed, in order
  readonly unit?: string; // of all of them: "trained / optimum"
  readonly values: (runs: readonly MeasuredRun[], seed: number) => readonly number[];
  readonly intervals?: (runs: readonly MeasuredRun[], seed: number) => NonNullable<Verdict["intervals"]>;
  readonly has?: (values: readonly number[]) => boolean; // whether a seed has it, beside the limits
  readonly remark?: (runs: readonly MeasuredRun[]) => string;
}

/** A claim that each seed has by itself or not, by its limits and by `has`; it holds if at most one seed has not. Its bound was set before measuring, unless it says otherwise. */
export function seedClaim({
  of,
  unit,
  values,
  intervals,
  has = () => true,
  remark,
  wanted,
  ...claim
}: SeedClaim): Claim {
  const { limits = [] } = claim;
  return {
    bound: "before measuring",
    ...claim,
    wanted: `${wanted}, in at least ${MOST} of ${SEEDS.length} seeds`,
    judge(runs) {
      const bySeed = SEEDS.map((seed) => values(runs, seed));
      const seeds = bySeed.map((each) => isWithin(each, limits) && has(each));
      return {
        ...{
          values: bySeed.flat(),
          of: `seeds × (${of})${unit ? `, ${unit}` : ""}`,
          seeds,
          holds: seeds.filter(Boolean).length >= MOST,
        },
        ...(intervals && { intervals: SEEDS.flatMap((seed) => intervals(runs, seed)) }),
        ...(remark && { remark: remark(runs) }),
      };
    },
  };
}

const isWithin = (values: readonly number[], limits: readonly ClaimLimits[]): boolean =>
  values.every((value, k) => {
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = limits[k] ?? {};
    return value >= min && value <= max;
  });
