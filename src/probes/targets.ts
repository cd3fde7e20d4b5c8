import { minimumNorm } from "../numerics/minimumNorm.ts";
import type { PromptBatch } from "../prompts/prompt.ts";

/** The target of a probe after n exemplars: XᵀY, or the weights of least squares. */
export type ProbeTarget = "moment" | "ols";

/** The target of every prompt after n exemplars, [B, D], float64. */
export function targetsOf(batch: PromptBatch, exemplars: number, target: ProbeTarget): Float64Array {
  const { prompts, dim } = batch;
  const [xs, ys] = [Float64Array.from(batch.x), Float64Array.from(batch.y)];
  const targets = new Float64Array(prompts * dim);
  const solver = minimumNorm(dim, exemplars);
  for (let b = 0; b < prompts; b++) {
    solver.reset();
    for (let i = 0; i < exemplars; i++) {
      const at = b * (batch.exemplars + 1) + i;
      if (target === "ols") solver.observe(xs, at * dim, ys[at] as number);
      else {
        for (let d = 0; d < dim; d++) {
          targets[b * dim + d] = (targets[b * dim + d] as number) + (ys[at] as number) * (xs[at * dim + d] as number);
        }
      }
    }
    if (target === "ols") targets.set(solver.weights(), b * dim);
  }
  return targets;
}
