import { lambdaGrid } from "../metrics/effectiveLambda.ts";
import { comparedWith } from "../tasks/families.ts";
import type { PromptSettings } from "../tasks/tasks.ts";
import type { ModelConfig } from "../transformer/modelConfig.ts";
import { promptsAtOnce } from "../transformer/promptsAtOnce.ts";
import { symbolSizeOf } from "./symbolSize.ts";

/** M of ILWD: queries asked after every number of exemplars, fresh from p(x). */
export const ILWD_QUERIES = 64;

/** Prompts that ILWD is measured on, at most: each takes N passes of 64 queries. */
export const ILWD_PROMPTS = 256;

/** What the memory of an evaluation depends on: parts of a config. */
export interface EvaluatedConfig {
  readonly prompts: PromptSettings;
  readonly model: Pick<ModelConfig, "layers" | "hiddenSize" | "heads" | "tokens" | "readout">;
}

/**
 * Bytes of the arrays that an evaluation on so many prompts holds at once: the prompts, every algorithm's answers and
 * those of each λ, squared differences, resamples, and the weights that every algorithm implies after 1…N exemplars.
 */
export function evaluationBytes({ prompts, model }: EvaluatedConfig, count: number): number {
  const { dim: D, exemplars: N } = prompts;
  const M = symbolSizeOf(prompts);
  const algorithms = comparedWith(prompts).length;
  const answers = count * (N + 1); // numbers of one learner
  const few = Math.min(count, ILWD_PROMPTS);
  const batch = answers * (D + 2) + count * D + (model.readout === "symbol" ? 3 * count * M : 0);
  const implied = (algorithms + 1) * N * few * (D + 1);
  return (
    4 * (batch + (algorithms + lambdaGrid.length + 1) * answers) +
    8 * (algorithms + 3) * answers +
    800 * (count + few) +
    4 * few * ILWD_QUERIES * (D + 3 * N) +
    8 * implied
  );
}

/** Bytes that the engine needs to answer the longest chunk of an evaluation's prompts: a guess, somewhat too high. */
export function answeringBytes({ prompts, model }: EvaluatedConfig, parameters: number): number {
  const { dim: D, exemplars: N } = prompts;
  const { layers: L, hiddenSize: H, heads: K } = model;
  const [M, ahead] = model.readout === "symbol" ? [symbolSizeOf(prompts), 1] : [1, 0];
  const chunk = (queries: number) => {
    const B = promptsAtOnce(N, queries);
    const T = ahead + (model.tokens === "paired" ? 1 : 2) * N + queries;
    return B * T * ((L + 40) * H + 2 * (M + D)) + B * K * T * (T + 16); // one layer's vectors, what goes on, attention
  };
  return 4 * (2 * parameters + Math.max(chunk(1), chunk(ILWD_QUERIES)));
}
