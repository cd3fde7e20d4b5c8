import type { Config } from "../config/schema.ts";
import { lambdaGrid } from "../metrics/effectiveLambda.ts";
import { overPositions, squaredDifference } from "../metrics/squaredDifference.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { type ComparedPrompts, rowOf, rowsByExemplars } from "./comparisonRows.ts";
import type { ReferenceAlgorithms } from "./referenceAlgorithms.ts";
import type { Row } from "./row.ts";

/** The answers of algorithms to the prompts of a comparison. */
export interface AlgorithmAnswers {
  readonly byId: ReadonlyMap<string, Float32Array>; // [B, N + 1] each
  readonly byLambda: readonly Float32Array[]; // ridge at every λ of the grid, [B, N + 1] each
  readonly candidates: readonly string[]; // ids of the candidates for the nearest algorithm
}

/** Computes the answers of every algorithm, and of ridge at every λ. The candidates are those in `among` whose answers differ. */
export async function evaluateAlgorithms(
  algorithms: ReferenceAlgorithms,
  ids: readonly string[],
  batch: PromptBatch,
  among: readonly string[],
  signal: AbortSignal | undefined,
): Promise<AlgorithmAnswers> {
  const byId = await algorithms.answers(ids, batch, signal);
  const others = ridgeIds.filter((id) => !byId.has(id));
  const all = new Map([...byId, ...(await algorithms.answers(others, batch, signal))]);
  const byLambda = ridgeIds.map((id) => all.get(id) as Float32Array);
  return { byId, byLambda, candidates: distinct(new Map([...byId].filter(([id]) => among.includes(id)))) };
}

/** The id of ridge at every λ of the grid. */
const ridgeIds = lambdaGrid.map((lambda) => {
  if (lambda === 0) return "ols";
  return lambda === Number.POSITIVE_INFINITY ? "zero" : `ridge(${lambda})`;
});

/** Ids of learners with different answers: only the first of equal ones (Bayes without noise is OLS). */
function distinct(answers: ReadonlyMap<string, Float32Array>): string[] {
  const different: [string, Float32Array][] = [];
  for (const [id, values] of answers) {
    if (!different.some(([, other]) => other.every((value, k) => value === values[k]))) different.push([id, values]);
  }
  return different.map(([id]) => id);
}

/** The loss of zero and of Bayes, between which the training loss falls, and every algorithm's squared error by exemplars. */
export function rowsOfAlgorithms(
  prompts: ComparedPrompts,
  answers: ReadonlyMap<string, Float32Array>,
  loss: Config["model"]["loss"],
): Row[] {
  const { experiment, positions, truth, scale, resamples } = prompts;
  const trained = loss === "all" ? Array.from({ length: positions }, (_, k) => k) : [positions - 1];
  const floors = ["zero", "bayes"]
    .filter((id) => answers.has(id))
    .map((id) => {
      const squares = squaredDifference(answers.get(id) as Float32Array, truth, 1);
      const perPrompt = overPositions(squares, positions, trained);
      return rowOf({ experiment, metric: "loss", learner: id, reference: "truth" }, {}, resamples.mean(perPrompt));
    });
  const errors = [...answers].flatMap(([id, values]) => {
    const squares = squaredDifference(values, truth, scale);
    return rowsByExemplars(prompts, { metric: "squaredError", learner: id, reference: "truth", squares }, {}, true);
  });
  return [...floors, ...errors];
}
