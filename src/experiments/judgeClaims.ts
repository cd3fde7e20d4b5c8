import type { Claim, ClaimState, Experiment, MeasuredRun } from "./experiment.ts";

/** A claim with what came of it. */
export interface ClaimResult extends Omit<Claim, "judge"> {
  readonly experiment: string;
  readonly state: ClaimState;
  readonly values: readonly number[];
  readonly of: string;
  readonly remark?: string;
}

/** As a record keeps it: what to expect is the experiment's, and may be set once the record is there. */
export type RecordedClaim = Omit<ClaimResult, "expected">;

/** Every claim of an experiment on its runs; "not run" if one of them is missing. */
export function judgeClaims(
  experiment: Pick<Experiment, "name" | "claims">,
  runs: readonly (MeasuredRun | undefined)[],
): ClaimResult[] {
  const measured = runs.filter((run) => run !== undefined);
  return experiment.claims.map(({ judge, ...claim }) => {
    const named = { ...claim, experiment: experiment.name };
    if (measured.length < runs.length) return { ...named, state: "not run", values: [], of: "" };
    const { holds, ...judgement } = judge(measured);
    return { ...named, state: holds ? "holds" : "does not hold", ...judgement };
  });
}
