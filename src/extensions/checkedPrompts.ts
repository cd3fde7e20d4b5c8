import { checkPrompts } from "../prompts/checkPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { TaskEngine, TaskFamily } from "../tasks/taskFamily.ts";

/** A family whose prompts are checked as they are drawn: sizes, shapes, and numbers that are finite. */
export function withCheckedPrompts(family: TaskFamily): TaskFamily {
  return {
    ...family,
    async engine() {
      const engine = await family.engine();
      const sample: TaskEngine<never>["sample"] = (settings, stream, prompts) => {
        const batch: PromptBatch = engine.sample(settings, stream, prompts);
        checkBatch(family.id, batch, settings, prompts);
        return batch;
      };
      return { ...engine, sample };
    },
  };
}

function checkBatch(
  id: string,
  batch: PromptBatch,
  settings: { readonly dim: number; readonly exemplars: number },
  prompts: number,
): void {
  const refuse = (problem: string) => new Error(`invalid prompts of the task family ${id}: ${problem}`);
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
