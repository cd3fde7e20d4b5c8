import { parseId } from "./algorithm.ts";
import { algorithmOf, allAlgorithms } from "./algorithms.ts";
import type { AlgorithmTask } from "./algorithmTask.ts";
import type { Learner } from "./learner.ts";

/** The learner of an id such as "ridge(0.1)" or "ridge(1/9)". Rejects with one sentence if there is none. */
export async function createLearner(id: string, task: AlgorithmTask): Promise<Learner> {
  const engine = await algorithmOf(id)?.engine();
  const learner = engine?.create(parseId(id).values, task, id);
  if (learner) return learner;
  const forms = allAlgorithms()
    .flatMap((each) => each.forms)
    .join(", ");
  throw new Error(`unknown learner ${id}: expected one of ${forms}`);
}
