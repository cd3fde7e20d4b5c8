import { lambdaGrid } from "../metrics/effectiveLambda.ts";
import { comparedWith } from "../tasks/families.ts";
import type { PromptSettings } from "../tasks/tasks.ts";
import { headSizeOf, type ModelConfig } from "../transformer/modelConfig.ts";
import { promptsAtOnce } from "../transformer/promptsAtOnce.ts";
import { symbolSizeOf } from "./symbolSize.ts";

/** M of ILWD: fresh queries from p(x) after every number of exemplars. */
export const ILWD_QUERIES = 64;

/** Max number of prompts for ILWD: each needs N passes of 64 queries. */
export const ILWD_PROMPTS = 256;

/** The parts of a config that determine the memory of an evaluation. */
export interface EvaluatedConfig {
  readonly prompts: PromptSettings;
  readonly model: Pick<ModelConfig, "layers" | "hiddenSize" | "heads" | "headSize" | "tokens" | "readout">;
}

/**
 * Bytes of the arrays that an evaluation on so many prompts needs at the same time: the prompts, the answers of every
 * algorithm and of each λ, squared differences, resamples, and the implied weights of every algorithm after 1…N exemplars.
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

/** Bytes that the engine needs to answer the longest chunk of an evaluation's prompts: an estimate, somewhat too high. */
export function answeringBytes({ prompts, model }: EvaluatedConfig, parameters: number): number {
  const { dim: D, exemplars: N } = prompts;
  const { layers: L, heads: K } = model;
  const H = Math.max(model.hiddenSize, K * headSizeOf(model)); // numbers of a token, or of all its heads
  const [M, ahead] = model.readout === "symbol" ? [symbolSizeOf(prompts), 1] : [1, 0];
  const chunk = (queries: number) => {
    const B = promptsAtOnce(N, queries);
    const T = ahead + (model.tokens === "paired" ? 1 : 2) * N + queries;
    return B * T * ((L + 40) * H + 2 * (M + D)) + B * K * T * (T + 16); // vectors of one layer, its output, attention
  };
  return 4 * (2 * parameters + Math.max(chunk(1), chunk(ILWD_QUERIES)));
}
