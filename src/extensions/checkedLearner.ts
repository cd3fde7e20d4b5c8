import type { Learner } from "../algorithms/learner.ts";
import { type PromptBatch, sliceBatch } from "../prompts/prompt.ts";
import { fault } from "./checkDefinition.ts";

/**
 * A checked learner from a file: it must have the requested id and answer every query with a finite number. It gets copies,
 * so that it cannot change the prompts of others. Its first call also tries fresh queries, so that errors show before
 * training. Throws one sentence.
 */
export function checkedLearner(source: string, id: string, learner: Learner): Learner {
  if (learner.id !== id) throw fault(source, "engine", `must give a learner with the id ${id}, got ${learner.id}`);
  if (typeof learner.predict !== "function") throw fault(source, "predict", "must be a function of the learner");
  if (typeof learner.predictQueries !== "function")
    throw fault(source, "predictQueries", "must be a function of the learner");
  const queriesOf = async (batch: PromptBatch, queries: Float32Array, exemplars: number) => {
    const answers = await learner.predictQueries(copyOf(batch), queries.slice(), exemplars);
    return checked(source, answers, queries.length / batch.dim, "predictQueries [B, M]");
  };
  let hasCheckedQueries = false;
  return {
    id,
    family: String(learner.family ?? id),
    settings: learner.settings ?? {},
    laws: learner.laws ?? [],
    async predict(batch, signal) {
      if (!hasCheckedQueries)
        await queriesOf(sliceBatch(batch, 0, 1), batch.x.slice(0, batch.dim), Math.min(1, batch.exemplars));
      hasCheckedQueries = true;
      return checked(source, await learner.predict(copyOf(batch), signal), batch.y.length, "predict [B, N + 1]");
    },
    predictQueries: queriesOf,
    ...(learner.variance && { variance: (batch) => (learner as Required<Learner>).variance(copyOf(batch)) }),
    dispose: () => learner.dispose?.(),
  };
}

const copyOf = (batch: PromptBatch): PromptBatch => ({ ...batch, x: batch.x.slice(), y: batch.y.slice() });

/** A copy of answers. Throws if their number is wrong or one is not finite. */
function checked(source: string, answers: unknown, length: number, name: string): Float32Array {
  const answerFault = (got: string) =>
    fault(source, name, `must give ${length} finite numbers as a Float32Array, got ${got}`);
  if (!(answers instanceof Float32Array)) throw answerFault(typeof answers);
  if (answers.length !== length) throw answerFault(`${answers.length} numbers`);
  const wrong = answers.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw answerFault(String(wrong));
  return answers.slice();
}
