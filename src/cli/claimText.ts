import type { Experiment } from "../experiments/experiment.ts";
import type { ClaimResult } from "../experiments/judgeClaims.ts";
import { formatMeasured } from "../plots/parts/format.ts";

/** A claim as lines of text. */
export function claimText({ experiment, id, paper, wanted, state, expected, values, of, remark }: ClaimResult): string {
  const numbers = values.length > 0 ? `  measured  ${values.map(formatMeasured).join(", ")} (${of})\n` : "";
  const note = remark ? `            ${remark}\n` : "";
  const surprise = state === expected ? "" : ` (expected: ${expected})`;
  return `${experiment}/${id}: ${state}${surprise}\n  paper     ${paper}\n  bound     ${wanted}\n${numbers}${note}`;
}

/** Experiments and their claims as the table of docs/claims.md: the scale here and in the paper, the bound, and the measured values. */
export function claimTable(
  judged: readonly { readonly experiment: Experiment; readonly results: readonly ClaimResult[] }[],
): string {
  const lines = judged.flatMap(({ experiment, results }) => {
    const { name, figure, scale } = experiment;
    const first = `\`${name}\` (${figure}). Here ${scale.here}; the paper: ${scale.paper}`;
    return results.map(({ wanted, state, values, of, remark }, k) => {
      const numbers = values.length > 0 ? `: ${values.map(formatMeasured).join(", ")} (${of})` : "";
      const note = remark ? `; ${remark}` : "";
      return `| ${k === 0 ? first : ""} | ${wanted} | **${state}**${numbers}${note} |`.replaceAll(/ {2,}/g, " ");
    });
  });
  return `| experiment | bound | measured |\n|---|---|---|\n${lines.join("\n")}\n`;
}
