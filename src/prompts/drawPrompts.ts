import { checkBetween, checkInteger } from "../numerics/checks.ts";
import { type Random, randomAt } from "../numerics/random.ts";
import { checkSizes } from "./checkPrompts.ts";
import type { PromptBatch } from "./prompt.ts";

/** The source of prompts: numbers first, first + 1, … of the stream of a seed and a label. */
export interface PromptStream {
  readonly seed: number;
  readonly label: string;
  readonly first: number;
}

/** Throws if a stream's seed or first number is not a whole number. */
export function checkStream({ seed, first }: PromptStream): void {
  checkInteger("seed", seed, 0);
  checkInteger("first", first, 0);
}

/** Prompts with x ~ N(0, I) and y = wᵀx + N(0, σ²), whose w [D] `drawWeights` draws, before the x, from a prompt's own stream. */
export function drawPrompts(
  { dim, exemplars, sigma }: { readonly dim: number; readonly exemplars: number; readonly sigma: number },
  stream: PromptStream,
  prompts: number,
  drawWeights: (data: Random, w: Float32Array) => void,
): PromptBatch {
  checkSizes({ dim, exemplars }, prompts);
  checkStream(stream);
  checkBetween("sigma", sigma, 0);
  const positions = exemplars + 1;
  const x = new Float32Array(prompts * positions * dim);
  const y = new Float32Array(prompts * positions);
  const w = new Float32Array(prompts * dim);
  for (let b = 0; b < prompts; b++) {
    const data = randomAt(stream.seed, stream.label, stream.first + b);
    const noise = sigma > 0 ? randomAt(stream.seed, `${stream.label}/noise`, stream.first + b) : undefined;
    drawWeights(data, w.subarray(b * dim, (b + 1) * dim));
    for (let i = 0; i < positions; i++) {
      let answer = 0;
      for (let d = 0; d < dim; d++) {
        const at = (b * positions + i) * dim + d;
        x[at] = data.normal();
        answer += (w[b * dim + d] as number) * (x[at] as number);
      }
      y[b * positions + i] = answer + (noise ? sigma * noise.normal() : 0);
    }
  }
  return { prompts, exemplars, dim, x, y, task: { kind: "linear", w } };
}
