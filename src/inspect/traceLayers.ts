import { type Checkpoint, modelOf } from "../checkpoints/checkpoint.ts";
import type { Config } from "../config/schema.ts";
import type { EngineHost } from "../kernels/engineHost.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { interleave } from "../prompts/tokens.ts";
import { readSymbols } from "../prompts/writtenLabels.ts";
import { samplePrompts } from "../tasks/samplePrompts.ts";
import { SIZE } from "../transformer/constructions/construction.ts";
import { constructions } from "../transformer/constructions/constructions.ts";
import { isDrawn } from "../transformer/modelConfig.ts";
import { traceOf } from "../transformer/traceOf.ts";

/** The hidden states of a transformer for one prompt, after the read-in and after each layer. */
export interface LayerTrace {
  readonly tokens: readonly string[]; // "x₁", "y₁", …, after "instruction" if the prompt has one; T of them
  readonly coordinates: readonly string[]; // C of them: the slots of a transformer set by hand, or all H of a trained one
  readonly stream: Float32Array; // [L + 1, T, C]: set by hand: as the next layer reads it; trained: unchanged
  readonly attention: Float32Array; // [L, K, T, T]
  readonly layers: number; // L
  readonly heads: number; // K
  readonly x: Float32Array; // [N + 1, D]
  readonly y: Float32Array; // [N + 1]
  readonly answers: Float32Array; // [N + 1]
}

/** Opens a checkpoint layer by layer on prompt number k of its own task. */
export async function traceLayers({ config, state }: Checkpoint, k: number, host: EngineHost): Promise<LayerTrace> {
  if (config.model.tokens !== "interleaved")
    throw new Error(`invalid checkpoint: expected interleaved tokens to trace, got ${config.model.tokens}`);
  const engine = await startEngine(host);
  const model = modelOf(config);
  const prompt = await samplePrompts(config.prompts, { seed: config.seed, label: "compare", first: k }, 1);
  const tokens = interleave(prompt);
  const { read, hidden, attention } = await traceOf(model, state.parameters, tokens, engine);
  const { layers, heads, hiddenSize } = config.model;
  return {
    tokens: prompt.context ? ["instruction", ...tokenNames(tokens.length - 1)] : tokenNames(tokens.length),
    answers: prompt.symbols ? readSymbols(read, prompt, prompt.symbols) : read,
    ...{ ...named(config, hidden, hiddenSize), attention, layers, heads, x: prompt.x, y: prompt.y },
  };
}

/** "x₁", "y₁", "x₂", …: interleaved tokens by their names, T of them. */
export const tokenNames = (length: number): string[] =>
  Array.from({ length }, (_, t) => `${t % 2 === 0 ? "x" : "y"}${lowered(1 + Math.floor(t / 2))}`);

const lowered = (n: number): string => [...String(n)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");

/** The slots of a construction, each token divided by what its LayerNorm will divide by. */
function named(
  { model, prompts }: Config,
  stream: Float32Array,
  H: number,
): Pick<LayerTrace, "coordinates" | "stream"> {
  if (isDrawn(model.init)) return { coordinates: Array.from({ length: H }, (_, c) => String(c + 1)), stream };
  const { slots, scales } = constructions[model.init](prompts.dim, prompts.exemplars);
  const shown = Object.entries(slots).filter(([name]) => !MARKS.includes(name));
  const coordinates = shown.flatMap(([name, slot]) => slot.map((_, k) => nameOf(name, k, slot.length, prompts.dim)));
  const places = shown.flatMap(([, slot]) => slot);
  const [up, down] = SIZE as readonly [number, number];
  const read = new Float32Array((stream.length / H) * places.length);
  for (let t = 0; t < stream.length / H; t++) {
    const at = (c: number) => stream[t * H + c] as number;
    const divisor = (at(up) - at(down)) / (2 * scales.bypass);
    places.forEach((c, k) => {
      read[t * places.length + k] = at(c) / divisor;
    });
  }
  return { coordinates, stream: read };
}

const MARKS: readonly string[] = ["token", "isY", "isX"]; // slots that mark the token: the columns of the figure show this already

function nameOf(slot: string, k: number, length: number, dim: number): string {
  if (length === 1) return slot;
  if (length === dim ** 2 && dim > 1) return `${slot}${lowered(1 + Math.floor(k / dim))}${lowered(1 + (k % dim))}`;
  return `${slot}${lowered(k + 1)}`;
}
