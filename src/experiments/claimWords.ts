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

/** The values of a claim, each with its interval if it has one. */
export function valuesText({ values, intervals, of }: Pick<ClaimResult, "values" | "intervals" | "of">): string {
  if (values.length > MOST) return `${listed(values, MOST)} (${of})`;
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
