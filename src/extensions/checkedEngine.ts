import { checkPrompts } from "../prompts/checkPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { TaskEngine, TaskFamily } from "../tasks/taskFamily.ts";
import { checkedLearner } from "./checkedLearner.ts";

/** A family whose prompts and Bayes predictor are checked as they are made. */
export function withCheckedEngine(family: TaskFamily): TaskFamily {
  const what = `task family ${family.id}`;
  return {
    ...family,
    async engine() {
      const engine: TaskEngine<never> = await family.engine();
      if (typeof engine?.sample !== "function") throw new Error(`invalid ${what}: engine must give a function sample`);
      const checked: TaskEngine<never> = {
        sample(settings, stream, prompts) {
          const batch: PromptBatch = engine.sample(settings, stream, prompts);
          checkBatch(what, batch, settings, prompts);
          return batch;
        },
      };
      if (!engine.bayes) return checked;
      const bayes = (settings: never) =>
        checkedLearner(what, "bayes", (engine.bayes as NonNullable<typeof engine.bayes>)(settings));
      return { ...checked, bayes };
    },
  };
}

function checkBatch(
  what: string,
  batch: PromptBatch,
  settings: { readonly dim: number; readonly exemplars: number },
  prompts: number,
): void {
  const refuse = (problem: string) => new Error(`invalid prompts of the ${what}: ${problem}`);
  if (typeof batch !== "object" || batch === null || "then" in batch)
    throw refuse(`expected a batch, got ${batch && "then" in batch ? "a promise" : typeof batch}`);
  try {
    checkPrompts(batch);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message.replace(/^invalid /, "") : String(error));
  }
  const { dim, exemplars } = settings;
  const [wanted, got] = [
    [prompts, exemplars, dim],
    [batch.prompts, batch.exemplars, batch.dim],
  ];
  if (String(wanted) !== String(got))
    throw refuse(`expected ${wanted.join(", ")} prompts, exemplars and dimensions, got ${got.join(", ")}`);
  for (const [name, values] of [
    ["x", batch.x],
    ["y", batch.y],
  ] as const) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw refuse(`expected finite numbers in ${name}, got ${wrong}`);
  }
}
