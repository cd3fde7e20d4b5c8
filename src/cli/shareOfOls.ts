import type { ComparisonSummary } from "../experiments/comparison.ts";

/** At how many of the positions that tell OLS is the nearest, in words. */
export const shareOfOls = ({ nearestOls }: Pick<ComparisonSummary, "nearestOls">): string =>
  Number.isNaN(nearestOls)
    ? "no position decided"
    : `OLS nearest at ${(100 * nearestOls).toFixed(0)} % of the decided positions`;
