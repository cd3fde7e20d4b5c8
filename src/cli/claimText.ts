import { controlTexts, shareText, valuesText } from "../experiments/claimWords.ts";
import type { Experiment } from "../experiments/experiment.ts";
import type { ClaimResult } from "../experiments/judgeClaims.ts";

/** A claim as lines of text. */
export function claimText(claim: ClaimResult): string {
  const { experiment, id, paper, wanted, bound, state, expected, values, remark } = claim;
  const surprise = state === expected ? "" : ` (expected: ${expected})`;
  const lines: readonly (readonly [name: string, text: string | undefined])[] = [
    ["paper", paper],
    ["bound", bound ? `${wanted} (set ${bound})` : wanted],
    ["measured", values.length > 0 ? valuesText(claim) : undefined],
    ["", shareText(claim)],
    ["", remark],
    ...(state === "not run" ? [] : controlTexts(claim).map((text, k) => [k === 0 ? "controls" : "", text] as const)),
  ];
  const told = lines.flatMap(([name, text]) => (text ? [`  ${name.padEnd(10)}${text}\n`] : []));
  return `${experiment}/${id}: ${state}${surprise}\n${told.join("")}`;
}

/** Experiments and their claims as the table of docs/claims.md: the scale here and in the paper, the bound, and the measured values. */
export function claimTable(
  judged: readonly { readonly experiment: Experiment; readonly results: readonly ClaimResult[] }[],
): string {
  const lines = judged.flatMap(({ experiment, results }) => {
    const { name, figure, scale } = experiment;
    const first = `\`${name}\` (${figure}). Here ${scale.here}; the paper: ${scale.paper}`;
    return results.map((result, k) => {
      const { wanted, bound, state, values, remark } = result;
      const numbers = values.length > 0 ? `: ${valuesText(result)}` : "";
      const measured = [`**${state}**${numbers}`, shareText(result), remark].filter(Boolean).join("; ");
      const set = bound ? ` (set ${bound})` : "";
      const onControls = controlTexts(result).join("; ");
      return `| ${k === 0 ? first : ""} | ${wanted}${set} | ${measured} | ${onControls} |`.replaceAll(/ {2,}/g, " ");
    });
  });
  return `| experiment | bound | measured | on controls |\n|---|---|---|---|\n${lines.join("\n")}\n`;
}
