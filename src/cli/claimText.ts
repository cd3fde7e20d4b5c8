import type { ClaimResult } from "../experiments/claimResult.ts";
import { formatMeasured } from "../plots/format.ts";

/** A claim as lines of text. */
export function claimText({ experiment, id, paper, wanted, state, expected, values, of, remark }: ClaimResult): string {
  const numbers = values.length > 0 ? `  measured  ${values.map(formatMeasured).join(", ")} (${of})\n` : "";
  const known = remark ? `            ${remark}\n` : "";
  const news = state === expected ? "" : ` (expected: ${expected})`;
  return `${experiment}/${id}: ${state}${news}\n  paper     ${paper}\n  wanted    ${wanted}\n${numbers}${known}`;
}
