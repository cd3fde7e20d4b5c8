import { dot } from "../numerics/dot.ts";
import { checkPrompts } from "./checkPrompts.ts";
import type { PromptBatch } from "./prompt.ts";

/** wᵀx at every position, without noise, [B, N + 1]. Throws if the task weights are unknown. */
export function cleanAnswers(batch: PromptBatch): Float64Array {
  checkPrompts(batch);
  const { exemplars, dim, x, task } = batch;
  if (task?.kind !== "linear") throw new Error("invalid prompts: expected known task weights");
  const [xs, ws] = [Float64Array.from(x), Float64Array.from(task.w)];
  return Float64Array.from({ length: x.length / dim }, (_, k) =>
    dot(xs, k * dim, ws, Math.floor(k / (exemplars + 1)) * dim, dim),
  );
}
