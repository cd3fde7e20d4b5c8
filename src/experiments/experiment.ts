import type { Row } from "../comparison/row.ts";
import type { Config } from "../config/schema.ts";
import type { ComparedRun } from "../runs/compareTrained.ts";
import type { ExperimentFigure } from "./experimentFigure.ts";

/** A paper, and what of it is shown here. */
export interface Paper {
  readonly text: string; // as it is cited
  readonly note: string;
}

/** A notebook of the page that explains something. */
export interface Notebook {
  readonly file: string; // in notebooks/, without .html
  readonly title: string;
}

/** The code of an experiment. */
export interface ExperimentEngine {
  readonly runs: readonly Config[]; // several experiments may ask the same run
  /** Whether a run's parameters are published, not its rows and hashes alone. Default all; `public` has its limits. */
  publishes?(config: Config): boolean;
  /** The rows of one trained run, by the started backend: the same from the same parameters. */
  measure(trained: TrainedRun): Promise<readonly Row[]>;
  readonly claims: readonly Claim[];
}

/**
 * A question put to trained transformers: its words, its figures, which transformers, what is measured on each, and what
 * is claimed of the numbers. An experiment is three files of one name and one line in registry.ts; everything else is
 * derived. The page's first files hold NAME.ts alone: figures lie in NAME.figures.ts, the rest in NAME.engine.ts.
 */
export interface ExperimentDefinition {
  readonly name: string;
  readonly title: string;
  readonly paper: Paper;
  readonly figure: string; // of the paper, what it reproduces
  readonly question: string;
  readonly scale: { readonly here: string; readonly paper: string };
  readonly notebook: Notebook;
  /** What the paper says, and what is measured for it here. */
  readonly quote?: { readonly text: string; readonly source: string; readonly here: string };
  /** Words of this experiment alone. */
  readonly terms?: readonly (readonly [term: string, meaning: string])[];
  /** Loads its figures; the first is the experiment's thumbnail. */
  figures(): Promise<readonly ExperimentFigure[]>;
  /** Loads its runs, measurement and claims. */
  engine(): Promise<ExperimentEngine>;
}

/** An experiment whose engine is loaded. */
export interface Experiment extends Omit<ExperimentDefinition, "engine">, ExperimentEngine {}

/** An experiment with its engine. */
export async function loadExperiment({ engine, ...definition }: ExperimentDefinition): Promise<Experiment> {
  return { ...definition, ...(await engine()) };
}

/** A run as it ended, and the rows of its evaluations over training. */
export interface TrainedRun extends ComparedRun {
  readonly history: readonly Row[];
}

/** A run with what was measured on it. */
export interface MeasuredRun {
  readonly config: Config;
  readonly rows: readonly Row[];
}

export type ClaimState = "holds" | "does not hold" | "not run";

/** What a claim about training is also judged on, and must not hold on: runs before training, and shuffled labels. */
export type ControlId = "untrained" | "shuffled";

/** What came of a claim on a control. */
export interface ControlResult {
  readonly holds: boolean;
  readonly values: readonly number[];
}

export type ControlResults = Readonly<Partial<Record<ControlId, ControlResult>>>;

/** The least and the largest value that a part may have. */
export interface ClaimLimits {
  readonly min?: number;
  readonly max?: number;
}

/** One statement about the numbers. */
export interface Claim {
  readonly id: string;
  readonly paper: string; // the paper's word
  readonly wanted: string; // ours, with its bound
  readonly expected: ClaimState; // as committed: anything else is news
  readonly bound?: "before measuring" | "after a pilot"; // when it was set
  /** Where the values of each part are to lie, in the order of the parts; empty where a part has no bound of its own. */
  readonly limits?: readonly ClaimLimits[];
  /** The controls that say nothing here, each with the reason. */
  readonly exempt?: Readonly<Partial<Record<ControlId, string>>>;
  /** What was measured, and whether the claim holds. */
  judge(runs: readonly MeasuredRun[]): Verdict;
}

export interface Verdict {
  readonly values: readonly number[]; // in the order `of` says
  readonly of: string; // "seeds", "noise levels": what the values are of
  readonly holds: boolean;
  readonly intervals?: readonly (readonly [low: number, high: number])[]; // 95 %, of the values
  readonly seeds?: readonly boolean[]; // whether each seed has it
  readonly remark?: string; // what one should know beside the numbers
}
