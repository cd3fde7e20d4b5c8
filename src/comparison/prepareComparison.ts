import type { Learner } from "../algorithms/learner.ts";
import type { Config } from "../config/schema.ts";
import { positionsIn } from "../metrics/positions.ts";
import { overPositions, squaredDifference } from "../metrics/squaredDifference.ts";
import { bootstrap, mean } from "../numerics/statistics.ts";
import { answersOf, type PromptBatch } from "../prompts/prompt.ts";
import { comparedWith, scaleOf } from "../tasks/families.ts";
import type { AlgorithmReplica } from "../training/replica.ts";
import { evaluateAlgorithms, rowsOfAlgorithms } from "./algorithmAnswers.ts";
import type { ComparedPrompts } from "./comparisonRows.ts";
import { type ComparisonSummary, summaryOf } from "./comparisonSummary.ts";
import { localAlgorithms } from "./localAlgorithms.ts";
import { referenceAlgorithms } from "./referenceAlgorithms.ts";
import type { Row } from "./row.ts";
import { byPosition, overSets, rowsOfDifferences, subjectOf } from "./subject.ts";
import { type QueryAnswers, weightComparison } from "./weightComparison.ts";

/** A learner compared with the algorithms. */
export interface Compared {
  readonly rows: readonly Row[];
  readonly summary: ComparisonSummary;
  readonly answers: Float32Array; // [B, N + 1]
  readonly toQueries?: QueryAnswers; // with `full`
}

/** Prompts with the answers of every algorithm: prepared once, used for many learners. */
export interface PreparedComparison {
  readonly algorithmRows: readonly Row[];
  readonly answers: ReadonlyMap<string, Float32Array>; // by id, [B, N + 1]
  /** Mean SPD / (D τ²) of a learner to OLS over the positions away from N = D. */
  distanceToOls(learner: Learner): Promise<number>;
  /** Rows of a learner at a training step. `full` adds medians, ILWD and linearity. */
  compare(learner: Learner, options: CompareOptions): Promise<Compared>;
}

export interface CompareOptions {
  readonly step?: number;
  readonly full: boolean;
  readonly signal?: AbortSignal;
}

/** The scope of a comparison. */
export interface ComparisonScope {
  readonly experiment: string;
  readonly algorithms?: readonly string[]; // to evaluate; must include OLS
  readonly among?: readonly string[]; // the candidates for `nearest`, by default all of them
  readonly replica?: AlgorithmReplica; // computes the algorithms' answers, by default this thread
  readonly signal?: AbortSignal | undefined;
}

/** Computes the answers of every algorithm once, for comparisons with later learners. */
export async function prepareComparison(
  batch: PromptBatch,
  config: Config,
  { experiment, algorithms: ids = comparedWith(config.prompts), among = ids, replica, signal }: ComparisonScope,
): Promise<PreparedComparison> {
  const prompts: ComparedPrompts = {
    experiment,
    batch,
    positions: batch.exemplars + 1,
    truth: answersOf(batch),
    scale: scaleOf(config.prompts),
    resamples: bootstrap(batch.prompts, config.seed),
  };
  const algorithms = referenceAlgorithms(config.prompts, replica ?? localAlgorithms(config.prompts));
  const reference = await evaluateAlgorithms(algorithms, ids, batch, among, signal);
  const compareWeights = weightComparison(prompts, algorithms, ids, config.seed);
  return {
    algorithmRows: rowsOfAlgorithms(prompts, reference.byId, config.model.loss),
    answers: reference.byId,
    async distanceToOls(learner) {
      const { positions, scale } = prompts;
      const squares = squaredDifference(await learner.predict(batch), reference.byId.get("ols") as Float32Array, scale);
      return mean(overPositions(squares, positions, positionsIn("away", batch.dim, batch.exemplars)));
    },
    async compare(learner, { step, full, signal: stop }) {
      const subject = subjectOf(prompts, reference.byId, {
        id: learner.id,
        step,
        answers: await learner.predict(batch, stop),
      });
      const differences = rowsOfDifferences(prompts, subject, full);
      const sets = overSets(prompts, subject, reference);
      const positions = byPosition(prompts, subject, reference.candidates);
      const linear = full ? await compareWeights(learner, subject.place) : undefined;
      return {
        rows: [...differences, ...sets.rows, ...positions.rows, ...(linear?.rows ?? [])],
        summary: summaryOf(prompts, subject, sets, positions),
        answers: subject.answers,
        ...(linear && { toQueries: linear.toQueries }),
      };
    },
  };
}
