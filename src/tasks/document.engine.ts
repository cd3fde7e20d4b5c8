import { checkBetween, checkInteger, checkPositive } from "../numerics/checks.ts";
import { dot } from "../numerics/dot.ts";
import { randomAt } from "../numerics/random.ts";
import { drawPrompts, type PromptStream } from "../prompts/drawPrompts.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import type { LinearPrompts } from "./linear.engine.ts";

/**
 * Linear prompts that begin with a document: the first exemplars are of the prompt's own w with probability p, of another
 * w ~ N(0, τ² I) otherwise; the exemplars after them, its window, are of its own. A reader of documents
 * must learn to use relevant ones and to ignore the others.
 */
export interface DocumentPrompts extends Omit<LinearPrompts, "taskWeights"> {
  readonly document: number; // exemplars of the document, the first of N
  readonly relevant: number; // p, the share of documents of the prompt's own task
}

/**
 * Prompts first…first + prompts − 1 of a stream, each depends on (seed, label, number) alone; `task` is that of the
 * window. Another p makes other documents irrelevant, without changing x and the window.
 */
export function sampleDocument(
  { document, relevant, tau, ...shape }: DocumentPrompts,
  stream: PromptStream,
  prompts: number,
): PromptBatch {
  checkInteger("document", document, 0);
  checkBetween("relevant", relevant, 0, 1);
  checkPositive("tau", tau);
  const { dim, exemplars } = shape;
  const batch = drawPrompts(shape, stream, prompts, (data, w) => {
    for (let d = 0; d < dim; d++) w[d] = tau * data.normal();
  });
  const windowWeights = batch.task?.w as Float32Array;
  const off = new Float64Array(dim); // w of the document − w of the window
  for (let b = 0; b < prompts; b++) {
    const random = randomAt(stream.seed, `${stream.label}/document`, stream.first + b);
    if (random.uniform() < relevant) continue;
    for (let d = 0; d < dim; d++) off[d] = tau * random.normal() - (windowWeights[b * dim + d] as number);
    for (let i = 0; i < Math.min(document, exemplars); i++) {
      const at = b * (exemplars + 1) + i;
      const x = Float64Array.from(batch.x.subarray(at * dim, (at + 1) * dim));
      batch.y[at] = (batch.y[at] as number) + dot(off, 0, x, 0, dim);
    }
  }
  return batch;
}
