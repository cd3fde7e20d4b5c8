import { checkInteger } from "../numerics/checks.ts";
import { checkPrompts } from "./checkPrompts.ts";

import type { PromptBatch, Task } from "./promptBatch.ts";

export type { HalfspaceTask, LinearTask, PromptBatch, PromptContext, Task } from "./promptBatch.ts";

/** The query x at every position, [B, N + 1, D]. */
export const queriesOf = (batch: PromptBatch): Float32Array => batch.queryX ?? batch.x;

/** The target y of each position, [B, N + 1]. */
export const answersOf = (batch: PromptBatch): Float32Array => batch.queryY ?? batch.y;

/** The query x after all exemplars, [B, D], and its target y, [B]. Throws if the batch's arrays do not fit. */
export function lastOf(batch: PromptBatch): { readonly x: Float32Array; readonly y: Float32Array } {
  checkPrompts(batch);
  const { prompts, exemplars, dim } = batch;
  const [queries, answers] = [queriesOf(batch), answersOf(batch)];
  const x = new Float32Array(prompts * dim);
  const y = new Float32Array(prompts);
  for (let b = 0; b < prompts; b++) {
    const at = b * (exemplars + 1) + exemplars;
    x.set(queries.subarray(at * dim, (at + 1) * dim), b * dim);
    y[b] = answers[at] as number;
  }
  return { x, y };
}

/** Prompts first…last − 1 of a batch, at least one, as views of the same memory. Throws if its arrays do not fit. */
export const sliceBatch = (batch: PromptBatch, first: number, last: number): PromptBatch =>
  cutBatch(batch, first, last, "subarray");

/** Prompts first…last − 1 of a batch, at least one, in memory of their own. Throws if its arrays do not fit. */
export const copyPrompts = (batch: PromptBatch, first: number, last: number): PromptBatch =>
  cutBatch(batch, first, last, "slice");

function cutBatch(batch: PromptBatch, first: number, last: number, how: "subarray" | "slice"): PromptBatch {
  checkPrompts(batch);
  checkInteger("first", first, 0, batch.prompts - 1);
  checkInteger("last", last, first + 1, batch.prompts);
  const { prompts, exemplars, dim, task, context, ...rest } = batch;
  const cut = <A extends Float32Array | Int32Array>(array: A): A => {
    const row = array.length / prompts;
    return array[how](first * row, last * row) as A;
  };
  const arrays = Object.fromEntries(
    Object.entries(rest).map(([name, array]) => [name, cut(array)]),
  ) as unknown as typeof rest;
  return {
    ...arrays,
    prompts: last - first,
    exemplars,
    dim,
    ...(task && {
      task: {
        ...task,
        w: cut(task.w),
        ...(task.kind === "halfspace" && { threshold: cut(task.threshold) }),
      } as Task,
    }),
    ...(context && {
      context: {
        ...(context.instruction && { instruction: cut(context.instruction) }),
      },
    }),
  };
}
