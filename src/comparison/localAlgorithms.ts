import type { Learner } from "../algorithms/learner.ts";
import { impliedWeights } from "../metrics/impliedWeights.ts";
import { learnerById } from "../tasks/learnerById.ts";
import type { PromptSettings } from "../tasks/tasks.ts";
import type { AlgorithmReplica, QueriedPart } from "../training/replica.ts";

/** Reference algorithms that answer prompts of some settings in this thread. Dispose of it, because some have memory. */
export function localAlgorithms(settings: PromptSettings): AlgorithmReplica & { dispose(): void } {
  const learners = new Map<string, Promise<Learner>>();
  const learnerOf = (id: string): Promise<Learner> => {
    const learner = learners.get(id) ?? learnerById(id, settings);
    learners.set(id, learner);
    return learner;
  };
  return {
    async answers(parts) {
      const byPart: Float32Array[][] = [];
      for (const { ids, batch } of parts) {
        const answers: Float32Array[] = [];
        for (const id of ids) answers.push(await (await learnerOf(id)).predict(batch));
        byPart.push(answers);
      }
      return byPart;
    },
    async weights(parts) {
      const byPart: Float64Array[][] = [];
      for (const part of parts) {
        const weights: Float64Array[] = [];
        for (const id of part.ids) weights.push(await weightsOf(await learnerOf(id), part));
        byPart.push(weights);
      }
      return byPart;
    },
    dispose() {
      const free = (learner: Learner) => learner.dispose?.();
      for (const learner of learners.values()) void learner.then(free, () => {}); // the failed ones have no memory
    },
  };
}

/** The linear weights that a learner implies after 1…N exemplars, from its answers to the queries of each prompt: [N, B, D]. */
export async function weightsOf(
  learner: Learner,
  { batch, queries }: Pick<QueriedPart, "batch" | "queries">,
): Promise<Float64Array> {
  const { prompts, exemplars, dim } = batch;
  const weights = new Float64Array(exemplars * prompts * dim);
  for (let n = 1; n <= exemplars; n++) {
    const answers = await learner.predictQueries(batch, queries, n);
    weights.set(impliedWeights(queries, answers, dim, prompts).weights, (n - 1) * prompts * dim);
  }
  return weights;
}
