import { median } from "../numerics/statistics.ts";
import type { ClaimPart } from "../plots/claimDots.ts";
import { formatMeasured, formatPercent } from "../plots/parts/format.ts";
import type { ControlId } from "./experiment.ts";
import type { ClaimResult, RecordedClaim } from "./judgeClaims.ts";

/** The controls as sentences name them. A claim that holds on one of them says nothing about what training does. */
const controls: Readonly<Record<ControlId, string>> = {
  untrained: "before training",
  shuffled: "with shuffled labels",
};

export const controlIds = Object.keys(controls) as readonly ControlId[];

const MOST = 24; // values that a sentence lists; of more it says the smallest and the largest
const MOST_OF_CONTROLS = 8;

/** Numbers in a row, or from the smallest to the largest if there are many. */
function listed(values: readonly number[], most: number): string {
  if (values.length <= most) return values.map(formatMeasured).join(", ");
  const [low, high] = [Math.min(...values), Math.max(...values)].map(formatMeasured);
  return `${values.length} values from ${low} to ${high}`;
}

/**
 * The values of each part of a claim on seeds, in the order of the seeds: of "seeds × (one, other)", with or without a unit
 * behind it, two parts, of "seeds" or "seeds, what" one. Undefined of another claim, and if the values do not fit.
 */
export function partsOf({
  values,
  of,
  share,
}: Pick<ClaimResult, "values" | "of" | "share">):
  | readonly (readonly [name: string, values: readonly number[]])[]
  | undefined {
  const [, inside, what = "measured"] = /^seeds(?: × \(([^()]*)\))?(?:[,;] (.*))?$/.exec(of) ?? [];
  if (!of.startsWith("seeds") || (of.includes("×") && inside === undefined)) return undefined;
  const names = inside?.split(", ") ?? [what];
  const seeds = values.length / names.length;
  if (seeds !== (share?.n ?? Math.round(seeds))) return undefined;
  return names.map((name, part) => [name, values.filter((_, k) => k % names.length === part)] as const);
}

/**
 * The values of a claim, each with its interval if it has one. Of more than `most`, if they are of seeds, the median and
 * range of each part; otherwise the smallest and the largest.
 */
export function valuesText(claim: Pick<ClaimResult, "values" | "intervals" | "of" | "share">, most = MOST): string {
  const { values, intervals, of } = claim;
  if (values.length > most) {
    const parts = partsOf(claim);
    if (!parts) return `${listed(values, most)} (${of})`;
    const each = parts.map(([name, ofSeeds]) => {
      const [middle, low, high] = [median(ofSeeds), Math.min(...ofSeeds), Math.max(...ofSeeds)].map(formatMeasured);
      return `${name} ${middle} (${low} to ${high})`;
    });
    return `medians and ranges of the seeds: ${each.join(", ")}`;
  }
  const each = values.map((value, k) => {
    const interval = intervals?.[k];
    return formatMeasured(value) + (interval ? ` [${interval.map(formatMeasured).join(", ")}]` : "");
  });
  return `${each.join(", ")} (${of})`;
}

/** "8 of 8 seeds: 100 %, 95 % interval 68 % to 100 %"; nothing without a share. */
export function shareText({ share }: Pick<ClaimResult, "share">): string {
  if (!share) return "";
  const { value, low, high, n } = share;
  return `${Math.round(value * n)} of ${n} seeds, 95 % interval ${formatPercent(low)} to ${formatPercent(high)}`;
}

/** The parts of a claim on at least two seeds, with their bounds and controls, to be drawn. */
export function dotsOf({
  values,
  of,
  share,
  limits,
  controls: results,
}: Pick<RecordedClaim, "values" | "of" | "share" | "limits" | "controls">): readonly ClaimPart[] | undefined {
  const about = { of, ...(share && { share }) };
  const parts = partsOf({ values, ...about });
  if (!parts || (parts[0]?.[1].length ?? 0) < 2) return undefined;
  return parts.map(([name, ofSeeds], part) => {
    const onControl = (id: ControlId) => {
      const control = results?.[id];
      const own = control && partsOf({ values: control.values, ...about })?.[part]?.[1];
      return own && { [id]: median(own) };
    };
    return { name, values: ofSeeds, ...limits?.[part], ...onControl("untrained"), ...onControl("shuffled") };
  });
}

/** What came of a claim on each control, a sentence each. */
export function controlTexts({
  controls: results,
  exempt,
}: Pick<RecordedClaim, "controls" | "exempt">): readonly string[] {
  const text = (id: ControlId): string => {
    const result = results?.[id];
    if (exempt?.[id] !== undefined) return `not judged ${controls[id]}: ${exempt[id]}`;
    if (!result) return `not measured ${controls[id]}`;
    return `${result.holds ? "holds" : "does not hold"} ${controls[id]}: ${listed(result.values, MOST_OF_CONTROLS)}`;
  };
  return controlIds.map(text);
}
