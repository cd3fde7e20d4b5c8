import { checkPrompts } from "../prompts/checkPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { TaskEngine, TaskFamily } from "../tasks/taskFamily.ts";
import { errorMessage } from "../text/errorMessage.ts";
import { fault } from "./checkDefinition.ts";
import { checkedLearner } from "./checkedLearner.ts";

/** A family whose prompts and Bayes predictor are checked when they are made. */
export function withCheckedEngine(family: TaskFamily): TaskFamily {
  const source = `task family ${family.id}`;
  return {
    ...family,
    async engine() {
      const engine: TaskEngine<never> = await family.engine();
      if (typeof engine?.sample !== "function") throw fault(source, "engine", "must give a function sample");
      const checked: TaskEngine<never> = {
        sample(settings, stream, prompts) {
          return checkedBatch(source, engine.sample(settings, stream, prompts), settings, prompts);
        },
      };
      if (!engine.bayes) return checked;
      const bayes = (settings: never) =>
        checkedLearner(source, "bayes", (engine.bayes as NonNullable<typeof engine.bayes>)(settings));
      return { ...checked, bayes };
    },
  };
}

/** A copy of a batch. Throws one sentence if it does not match its settings, or has a number that is not finite. */
function checkedBatch(
  source: string,
  batch: PromptBatch,
  settings: { readonly dim: number; readonly exemplars: number },
  prompts: number,
): PromptBatch {
  const sampleFault = (problem: string) => fault(source, "sample", `must give prompts: ${problem}`);
  if (typeof batch !== "object" || batch === null || "then" in batch)
    throw sampleFault(`expected a batch, got ${batch && "then" in batch ? "a promise" : typeof batch}`);
  try {
    checkPrompts(batch);
  } catch (error) {
    throw sampleFault(errorMessage(error).replace(/^invalid prompts: /, ""));
  }
  const { dim, exemplars } = settings;
  const [expected, got] = [
    [prompts, exemplars, dim],
    [batch.prompts, batch.exemplars, batch.dim],
  ];
  if (String(expected) !== String(got))
    throw sampleFault(`expected ${expected.join(", ")} prompts, exemplars and dimensions, got ${got.join(", ")}`);
  const { x, y, queryX, queryY, task } = batch;
  for (const [name, values] of Object.entries({ x, y, queryX, queryY, "task.w": task?.w })) {
    const wrong = values?.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw sampleFault(`expected finite numbers in ${name}, got ${wrong}`);
  }
  return { ...batch, x: x.slice(), y: y.slice() }; // copies: a sampler may fill the same arrays again
}
