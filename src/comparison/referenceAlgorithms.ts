import type { Learner } from "../algorithms/learner.ts";
import { copyPrompts, type PromptBatch } from "../prompts/prompt.ts";
import { isBuiltIn } from "../tasks/families.ts";
import { learnerById } from "../tasks/learnerById.ts";
import type { PromptSettings } from "../tasks/tasks.ts";
import type { AlgorithmReplica } from "../training/replica.ts";
import { weightsOf } from "./localAlgorithms.ts";

const PROMPTS_TO_ANSWER = 64; // in a part; the parts are the same whatever the number of threads
const PROMPTS_WITH_QUERIES = 8;
const PARTS_AT_ONCE = 32; // handed to the threads together; an abort takes effect in between

/** Reference algorithms. Threads share the prompts of built-in ones; one from a file answers all prompts in this thread. */
export interface ReferenceAlgorithms {
  /** Answers of algorithms to a batch, [B, N + 1] each, by the id of their learner. */
  answers(ids: readonly string[], batch: PromptBatch, signal?: AbortSignal): Promise<ReadonlyMap<string, Float32Array>>;
  /** Linear weights that algorithms imply after 1…N exemplars, from queries [B, M, D]: [N, B, D] each, by the id of their learner. */
  weights(
    ids: readonly string[],
    batch: PromptBatch,
    queries: Float32Array,
  ): Promise<ReadonlyMap<string, Float64Array>>;
}

/** Reference algorithms for prompts of some settings, computed by `replica`. Both methods reject with one sentence if there is no such algorithm. */
export function referenceAlgorithms(settings: PromptSettings, replica: AlgorithmReplica): ReferenceAlgorithms {
  const learners = new Map<string, Promise<Learner>>();
  const learnerOf = (id: string): Promise<Learner> => {
    const learner = learners.get(id) ?? learnerById(id, settings);
    learners.set(id, learner);
    return learner;
  };

  /** The values of each algorithm, in the order of the ids. */
  async function valuesOf<Values>(
    ids: readonly string[],
    share: (ids: readonly string[]) => Promise<readonly Values[]>,
    compute: (learner: Learner) => Promise<Values>,
  ): Promise<ReadonlyMap<string, Values>> {
    const named = new Map<string, Learner>();
    for (const id of ids) named.set(id, await learnerOf(id)); // before anything is computed, so that an unknown one rejects
    const shared = [...named.keys()].filter((id) => isBuiltIn(id, settings));
    const values = shared.length > 0 ? await share(shared) : [];
    const byId = new Map<string, Values>();
    for (const [id, learner] of named) {
      const at = shared.indexOf(id);
      byId.set(learner.id, at < 0 ? await compute(learner) : (values[at] as Values));
    }
    return byId;
  }

  return {
    answers: (ids, batch, signal) =>
      valuesOf(
        ids,
        (shared) => sharedAnswers(replica, shared, batch, signal),
        (learner) => learner.predict(batch, signal),
      ),
    weights: (ids, batch, queries) =>
      valuesOf(
        ids,
        (shared) => sharedWeights(replica, shared, batch, queries),
        (learner) => weightsOf(learner, { batch, queries }),
      ),
  };
}

async function sharedAnswers(
  replica: AlgorithmReplica,
  ids: readonly string[],
  batch: PromptBatch,
  signal: AbortSignal | undefined,
): Promise<Float32Array[]> {
  const positions = batch.exemplars + 1;
  const answers = ids.map(() => new Float32Array(batch.prompts * positions));
  for (const cuts of groupsOfCuts(batch.prompts, PROMPTS_TO_ANSWER)) {
    signal?.throwIfAborted();
    const parts = cuts.map(({ first, last }) => ({ ids, batch: copyPrompts(batch, first, last) }));
    const byPart = await replica.answers(parts);
    for (const [p, { first }] of cuts.entries())
      for (const [k, values] of (byPart[p] ?? []).entries()) answers[k]?.set(values, first * positions);
  }
  return answers;
}

async function sharedWeights(
  replica: AlgorithmReplica,
  ids: readonly string[],
  batch: PromptBatch,
  queries: Float32Array,
): Promise<Float64Array[]> {
  const { prompts, exemplars, dim } = batch;
  const row = queries.length / prompts;
  const weights = ids.map(() => new Float64Array(exemplars * prompts * dim));
  for (const cuts of groupsOfCuts(prompts, PROMPTS_WITH_QUERIES)) {
    const parts = cuts.map(({ first, last }) => {
      return { ids, batch: copyPrompts(batch, first, last), queries: queries.slice(first * row, last * row) };
    });
    const byPart = await replica.weights(parts);
    for (const [p, { first, last }] of cuts.entries()) {
      const size = (last - first) * dim; // numbers after each exemplar
      for (const [k, values] of (byPart[p] ?? []).entries())
        for (let n = 0; n < exemplars; n++)
          weights[k]?.set(values.subarray(n * size, (n + 1) * size), (n * prompts + first) * dim);
    }
  }
  return weights;
}

/** Cuts of prompts first…last − 1, of one size but for the last, some at a time. */
function* groupsOfCuts(prompts: number, size: number): Generator<{ readonly first: number; readonly last: number }[]> {
  const count = Math.ceil(prompts / size);
  for (let k = 0; k < count; k += PARTS_AT_ONCE) {
    yield Array.from({ length: Math.min(PARTS_AT_ONCE, count - k) }, (_, j) => {
      const first = (k + j) * size;
      return { first, last: Math.min(prompts, first + size) };
    });
  }
}
