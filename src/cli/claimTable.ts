import type { Claim, ClaimState, Experiment, MeasuredRun } from "../experiments/experiment.ts";
import { formatValue } from "../plots/format.ts";

/** A claim with what came of it. */
export interface ClaimResult extends Omit<Claim, "judge"> {
  readonly experiment: string;
  readonly state: ClaimState;
  readonly values: readonly number[]; // one a run
  readonly remark?: string;
}

/** Every claim of an experiment on its runs; "not run" where one of them is missing. */
export function claimResults(experiment: Experiment, runs: readonly (MeasuredRun | undefined)[]): ClaimResult[] {
  const measured = runs.filter((run) => run !== undefined);
  return experiment.claims.map(({ judge, ...claim }) => {
    if (measured.length < runs.length) return { ...claim, experiment: experiment.name, state: "not run", values: [] };
    const { holds, ...judgement } = judge(measured);
    return { ...claim, experiment: experiment.name, state: holds ? "holds" : "does not hold", ...judgement };
  });
}

/** A claim as lines of text. */
export function claimText({ experiment, id, paper, wanted, state, expected, values, remark }: ClaimResult): string {
  const numbers = values.length > 0 ? `  measured  ${values.map(formatValue).join(", ")}\n` : "";
  const known = remark ? `            ${remark}\n` : "";
  const news = state === expected ? "" : ` (expected: ${expected})`;
  return `${experiment}/${id}: ${state}${news}\n  paper     ${paper}\n  wanted    ${wanted}\n${numbers}${known}`;
}
