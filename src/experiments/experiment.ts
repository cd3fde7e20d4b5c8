import type { Checkpoint } from "./checkpoint.ts";
import type { Config } from "./config.ts";
import type { Row } from "./row.ts";

/** A question put to trained transformers: which ones, what is measured on each, and what is claimed of the numbers. */
export interface Experiment {
  readonly name: string;
  readonly figure: string; // of the paper, what it reproduces
  readonly question: string;
  readonly scale: { readonly here: string; readonly paper: string };
  readonly runs: readonly ExperimentRun[];
  /** The rows of one trained run, by the started backend: the same from the same parameters. */
  measure(checkpoint: Checkpoint): Promise<readonly Row[]>;
  readonly claims: readonly Claim[];
}

/** One run of an experiment. */
export interface ExperimentRun {
  readonly label: string; // the name of its folder
  readonly config: Config;
}

/** A run with what was measured on it. */
export interface MeasuredRun extends ExperimentRun {
  readonly rows: readonly Row[];
}

export type ClaimState = "holds" | "does not hold" | "not run";

/** One thing said of the numbers. */
export interface Claim {
  readonly id: string;
  readonly paper: string; // the paper's word
  readonly wanted: string; // ours, with its bound
  readonly expected: ClaimState; // as committed: anything else is news
  /** What was measured, a value a run (in the runs' order), and whether the claim holds. */
  judge(runs: readonly MeasuredRun[]): Judgement;
}

export interface Judgement {
  readonly values: readonly number[];
  readonly holds: boolean;
  readonly remark?: string; // what one should know beside the numbers
}
