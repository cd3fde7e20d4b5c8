import type { ComparisonSummary } from "../comparison/comparisonSummary.ts";

/** The share of the decided positions at which OLS is the nearest, in words. */
export const olsShare = ({ nearestOls }: Pick<ComparisonSummary, "nearestOls">): string =>
  nearestOls === null || Number.isNaN(nearestOls)
    ? "no position decided"
    : `OLS nearest at ${(100 * nearestOls).toFixed(0)} % of the decided positions`;

/** A result's mean SPD to OLS away from N = D, in words. */
export const distanceToOls = ({ spdToOls }: Pick<ComparisonSummary, "spdToOls">): string =>
  spdToOls === null
    ? "SPD / D to OLS not measured: no position is away from N = D"
    : `SPD / D to OLS ${spdToOls.toPrecision(3)} away from N = D`;
