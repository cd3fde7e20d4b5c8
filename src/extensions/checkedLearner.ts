import type { Learner } from "../algorithms/learner.ts";

/** A learner from outside whose id and answers are checked. Throws one sentence if its id is not the one that was asked for. */
export function checkedLearner(what: string, id: string, learner: Learner): Learner {
  if (learner.id !== id) throw new Error(`invalid ${what}: expected a learner with the id ${id}, got ${learner.id}`);
  const check = (answers: Float32Array, length: number, shape: string): Float32Array => {
    if (answers instanceof Float32Array && answers.length === length) return answers;
    const got = answers instanceof Float32Array ? `${answers.length}` : typeof answers;
    throw new Error(`invalid ${what}: expected ${length} answers ${shape} as a Float32Array, got ${got}`);
  };
  return {
    id,
    family: learner.family,
    settings: learner.settings,
    laws: learner.laws,
    predict: async (batch, signal) => check(await learner.predict(batch, signal), batch.y.length, "[B, N + 1]"),
    predictQueries: async (batch, queries, exemplars) =>
      check(await learner.predictQueries(batch, queries, exemplars), queries.length / batch.dim, "[B, M]"),
    ...(learner.variance && { variance: (batch) => (learner.variance as NonNullable<Learner["variance"]>)(batch) }),
    dispose: () => learner.dispose?.(),
  };
}
