import { wilson } from "../numerics/statistics.ts";
import type { Claim, ClaimState, ControlResults, Experiment, MeasuredRun, Verdict } from "./experiment.ts";

/** A claim with what came of it. */
export interface ClaimResult extends Omit<Claim, "judge"> {
  readonly experiment: string;
  readonly state: ClaimState;
  readonly values: readonly number[];
  readonly of: string;
  readonly intervals?: Verdict["intervals"];
  /** The share of seeds that have it, with its interval by Wilson. */
  readonly share?: { readonly value: number; readonly low: number; readonly high: number; readonly n: number };
  readonly remark?: string;
  readonly controls?: ControlResults; // undefined: not measured
}

/** As a record keeps it: what to expect is the experiment's, and may be set once the record is there. */
export type RecordedClaim = Omit<ClaimResult, "expected">;

/** Every claim of an experiment on its runs, with what came of it on controls, by claim; "not run" if a run is missing. */
export function judgeClaims(
  experiment: Pick<Experiment, "name" | "claims">,
  runs: readonly (MeasuredRun | undefined)[],
  onControls?: ReadonlyMap<string, ControlResults>,
): ClaimResult[] {
  const measured = runs.filter((run) => run !== undefined);
  return experiment.claims.map(({ judge, ...claim }) => {
    const named = { ...claim, experiment: experiment.name };
    if (measured.length < runs.length) return { ...named, state: "not run", values: [], of: "" };
    const { holds, seeds, ...judgement } = judge(measured);
    const controls = onControls?.get(claim.id);
    return {
      ...{ ...named, state: holds ? "holds" : "does not hold", ...judgement },
      ...(seeds && { share: wilson(seeds.filter(Boolean).length, seeds.length) }),
      ...(controls && { controls }),
    };
  });
}
