import { dot } from "../numerics/dot.ts";
import { checkPrompts } from "./checkPrompts.ts";
import type { PromptBatch } from "./prompt.ts";

/** wᵀx at every position, without noise, [B, N + 1]. Throws where the task weights are not known. */
export function cleanAnswers(batch: PromptBatch): Float64Array {
  checkPrompts(batch);
  const { exemplars, dim, x, task } = batch;
  if (task?.kind !== "linear") throw new Error("invalid prompts: expected ones whose task weights are known");
  const [xs, ws] = [Float64Array.from(x), Float64Array.from(task.w)];
  return Float64Array.from({ length: x.length / dim }, (_, k) =>
    dot(xs, k * dim, ws, Math.floor(k / (exemplars + 1)) * dim, dim),
  );
}
