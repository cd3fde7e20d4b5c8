import type { Experiment } from "../experiments/experiment.ts";
import type { ClaimResult } from "../experiments/judgeClaims.ts";
import { formatMeasured } from "../plots/parts/format.ts";

/** A claim as lines of text. */
export function claimText({ experiment, id, paper, wanted, state, expected, values, of, remark }: ClaimResult): string {
  const numbers = values.length > 0 ? `  measured  ${values.map(formatMeasured).join(", ")} (${of})\n` : "";
  const known = remark ? `            ${remark}\n` : "";
  const news = state === expected ? "" : ` (expected: ${expected})`;
  return `${experiment}/${id}: ${state}${news}\n  paper     ${paper}\n  wanted    ${wanted}\n${numbers}${known}`;
}

/** Experiments and their claims as the table of docs/claims.md: the scale here and in the paper, the bound, and what was measured. */
export function claimTable(
  shown: readonly { readonly experiment: Experiment; readonly results: readonly ClaimResult[] }[],
): string {
  const lines = shown.flatMap(({ experiment, results }) => {
    const { name, figure, scale } = experiment;
    const first = `\`${name}\` (${figure}). Here ${scale.here}; the paper: ${scale.paper}`;
    return results.map(({ wanted, state, values, of, remark }, k) => {
      const numbers = values.length > 0 ? `: ${values.map(formatMeasured).join(", ")} (${of})` : "";
      const known = remark ? `; ${remark}` : "";
      return `| ${k === 0 ? first : ""} | ${wanted} | **${state}**${numbers}${known} |`.replaceAll(/ {2,}/g, " ");
    });
  });
  return `| experiment | wanted | measured |\n|---|---|---|\n${lines.join("\n")}\n`;
}
