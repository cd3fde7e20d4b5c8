import type { Checkpoint } from "../checkpoints/checkpoint.ts";
import type { Row } from "../comparison/row.ts";
import type { Config } from "../config/schema.ts";

/** A question put to trained transformers: which ones, what is measured on each, and what is claimed of the numbers. */
export interface Experiment {
  readonly name: string;
  readonly title: string;
  readonly figure: string; // of the paper, what it reproduces
  readonly question: string;
  readonly scale: { readonly here: string; readonly paper: string };
  readonly runs: readonly Config[]; // several experiments may ask the same run
  /** Whether a run's parameters are published, not its rows and hashes alone. Default all; `public` has its limits. */
  publishes?(config: Config): boolean;
  /** The rows of one trained run, by the started backend: the same from the same parameters. */
  measure(trained: TrainedRun): Promise<readonly Row[]>;
  readonly claims: readonly Claim[];
}

/** A run as it ended, and the rows of its evaluations over training. */
export interface TrainedRun {
  readonly checkpoint: Checkpoint;
  readonly history: readonly Row[];
}

/** A run with what was measured on it. */
export interface MeasuredRun {
  readonly config: Config;
  readonly rows: readonly Row[];
}

export type ClaimState = "holds" | "does not hold" | "not run";

/** One thing said of the numbers. */
export interface Claim {
  readonly id: string;
  readonly paper: string; // the paper's word
  readonly wanted: string; // ours, with its bound
  readonly expected: ClaimState; // as committed: anything else is news
  /** What was measured, and whether the claim holds. */
  judge(runs: readonly MeasuredRun[]): Verdict;
}

export interface Verdict {
  readonly values: readonly number[]; // in the order `of` says
  readonly of: string; // "seeds", "noise levels": what the values are of
  readonly holds: boolean;
  readonly remark?: string; // what one should know beside the numbers
}
