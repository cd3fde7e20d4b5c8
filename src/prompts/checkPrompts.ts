import { checkInteger, checkRoom, checkRows, shortText } from "../numerics/checks.ts";
import type { PromptBatch, Task } from "./promptBatch.ts";

/**
 * Throws one sentence if a batch does not match its type: sizes that are not whole numbers, an array whose length differs
 * from its shape, a length beyond N. Every learner calls this before it reads a number.
 */
export function checkPrompts(batch: PromptBatch): void {
  const { prompts, exemplars, dim, x, y, queryX, queryY, lengths, symbols, context, task } = batch;
  checkSizes(batch, prompts);
  const positions = prompts * (exemplars + 1);
  checkFloats("x", x, positions * dim, "[B, N + 1, D]");
  checkFloats("y", y, positions, "[B, N + 1]");
  if (queryX !== undefined) checkFloats("queryX", queryX, positions * dim, "[B, N + 1, D]");
  if (queryY !== undefined) checkFloats("queryY", queryY, positions, "[B, N + 1]");
  if (lengths !== undefined) checkRagged(lengths, prompts, exemplars);
  if (symbols !== undefined) checkRows("symbols", symbols, 2 * prompts, "[B, 2, M]");
  if (context !== undefined) {
    const unread = Object.keys(context).find((key) => key !== "instruction");
    if (unread !== undefined) {
      throw new RangeError(`invalid prompts: expected a context with only an instruction, got ${shortText(unread)}`);
    }
    const size = symbols === undefined ? 1 : symbols.length / prompts / 2;
    if (context.instruction) checkFloats("instruction", context.instruction, prompts * size, "[B, M]");
  }
  if (task !== undefined) checkTask(task, prompts, dim);
}

/**
 * Throws one sentence if queries are not [B, M, D] with M ≥ 1 for a batch, or do not come after 0…N exemplars; returns
 * M. Checks the batch too.
 */
export function checkQueries(batch: PromptBatch, queries: Float32Array, exemplars: number): number {
  checkPrompts(batch);
  checkInteger("exemplars", exemplars, 0, batch.exemplars);
  return checkRows("queries", queries, batch.prompts * batch.dim, "[B, M, D]");
}

/** Throws one sentence if prompts cannot have these sizes: B ≥ 1, N ≥ 0, D ≥ 1, and room for [B, N + 1, D] numbers. */
export function checkSizes({ exemplars, dim }: Pick<PromptBatch, "exemplars" | "dim">, prompts: number): void {
  checkInteger("prompts", prompts, 1);
  checkInteger("exemplars", exemplars, 0);
  checkInteger("dim", dim, 1);
  checkRoom("prompts", prompts, exemplars + 1, dim);
}

function checkFloats(name: string, values: Float32Array, length: number, shape: string): void {
  if (Object.prototype.toString.call(values) !== "[object Float32Array]") {
    throw new RangeError(`invalid prompts: expected ${name} ${shape} as a Float32Array, got ${shortText(values)}`);
  }
  if (values.length === length) return;
  throw new RangeError(`invalid prompts: expected ${name} ${shape} of ${length} numbers, got ${values.length}`);
}

function checkRagged(lengths: Int32Array, prompts: number, exemplars: number): void {
  if (lengths.length !== prompts) {
    throw new RangeError(`invalid prompts: expected lengths [B] of ${prompts} numbers, got ${lengths.length}`);
  }
  for (const length of lengths) checkInteger("lengths", length, 0, exemplars);
}

function checkTask(task: Task, prompts: number, dim: number): void {
  checkFloats("task.w", task.w, prompts * dim, "[B, D]");
  if (task.kind === "halfspace") checkFloats("task.threshold", task.threshold, prompts, "[B]");
}
