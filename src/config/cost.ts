import { headSizeOf } from "../transformer/modelConfig.ts";
import { answeringBytes, evaluationBytes } from "./evaluationMemory.ts";
import type { Config } from "./schema.ts";
import { symbolSizeOf } from "./symbolSize.ts";

/** The size of a model and the cost of a training step. Estimates, for a warning before training. */
export function cost(config: Config): { parameters: number; bytes: number; flopPerStep: number } {
  const { dim } = config.prompts;
  const { layers: L, hiddenSize: H, heads: K, attentionBias, mlp, norm, positions, readout } = config.model;
  const A = K * headSizeOf(config.model); // numbers of all heads
  const M = readout === "symbol" ? symbolSizeOf(config.prompts) : 1;
  const B = config.training.batch;
  const T = tokensOf(config);
  const normed = norm === "none" ? 0 : 2 * H; // numbers of one LayerNorm
  const attention = 4 * A * H + normed + (attentionBias === "on" ? 3 * A + H : 0);
  const wide = mlp === "on" ? 8 * H * H + 5 * H + normed : 0;
  const parameters =
    H * (M + dim + 1) +
    (positions === "learned" ? T * H : 0) +
    L * (attention + wide) +
    (norm === "pre" ? normed : 0) +
    (H + 1) * M;
  // The tokens, and the values saved for the backward pass: about 18 vectors of H per token and two attention matrices per head.
  const bytes = 4 * (4 * parameters + B * T * (M + dim) + B * T * L * (14 * H + 4 * A + 2 * K * T));
  const flopPerStep = 3 * B * (T * L * (8 * A * H + (mlp === "on" ? 16 * H * H : 0)) + L * 4 * T * T * A);
  return { parameters, bytes, flopPerStep };
}

/** The tokens of a prompt; where labels are symbols, the first one is the instruction. */
export function tokensOf({ prompts: { exemplars }, model: { tokens, readout } }: Config): number {
  return (readout === "symbol" ? 1 : 0) + (tokens === "paired" ? exemplars + 1 : 2 * exemplars + 1);
}

/** Bytes that a training step or an evaluation may take. */
export const MAX_BYTES = 3e9; // a WebAssembly memory can address 4 GB, but the engine needs some of it
const FLOP_PER_SECOND = 6e10; // measured on two cores with fused kernels; another machine may be several times slower or faster

/** Estimated seconds of a training step of this config. */
export const estimatedStepSeconds = (config: Config): number => 2e-3 + cost(config).flopPerStep / FLOP_PER_SECOND;

/** The largest number of prompts, at most `requested`, whose evaluation fits in memory; 0 if not even one fits. */
export function maxPrompts(config: Config, requested: number): number {
  if (answeringBytes(config, cost(config).parameters) > MAX_BYTES) return 0;
  const fits = (count: number) => evaluationBytes(config, count) <= MAX_BYTES;
  if (fits(requested)) return requested;
  let [low, high] = [0, requested]; // low fits, high does not
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The memory of a step and the time of a run in words, if the memory is too much. The config may be too large to be valid. */
export function excessiveNeeds(config: Config): string | undefined {
  const { prompts, model, training } = config;
  if (!prompts || !model || !training) return undefined;
  const { bytes } = cost(config);
  const hours = (training.steps * estimatedStepSeconds(config)) / 3600;
  if (!(bytes > MAX_BYTES) || !Number.isFinite(hours)) return undefined;
  const rounded = (value: number) => {
    const short = Number(value.toPrecision(2));
    return short < 1e15 ? short.toLocaleString("en") : String(short);
  };
  return `about ${rounded(bytes / 1e9)} GB (and the run about ${rounded(hours)} hours)`;
}
