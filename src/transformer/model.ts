import * as tf from "@tensorflow/tfjs-core";
import { add } from "../kernels/add.ts";
import { addPositions } from "../kernels/addPositions.ts";
import { attention, attentionOf } from "../kernels/attention.ts";
import type { AttentionShape } from "../kernels/attentionShape.ts";
import { checkSize, checkTensor } from "../kernels/checkShape.ts";
import { layerNorm } from "../kernels/layerNorm.ts";
import { linear } from "../kernels/linear.ts";
import { readAt } from "../kernels/readAt.ts";
import { constructions } from "./constructions/constructions.ts";
import { parametersOf } from "./constructions/parametersOf.ts";
import { isDrawn, type ModelConfig } from "./modelConfig.ts";
import { initParameters, type ParameterSpec, type ParameterTensors } from "./parameters.ts";
import { transformerSpecs } from "./specs.ts";

/** What a model reads: B sequences of T tokens. */
export interface ModelInput {
  readonly tokens: tf.Tensor3D; // [B, T, M + D], M = 1 if a label is a number
  /** Tokens from this index on are alternatives to each other, each read after the same prefix and at the same position. Default T. */
  readonly prefix?: number;
}

/** The internals of a forward pass: hidden states after the read-in and after each layer, and attention weights. */
export interface Trace {
  readonly hidden: tf.Tensor4D; // [L + 1, B, T, H]
  readonly attention: tf.Tensor5D; // [L, B, K, T, T]
}

/** The limits on a model's tokens. */
export interface ModelLimits {
  readonly dim: number; // D
  readonly labelSize: number; // M, numbers a label
  readonly ahead: number; // tokens before the first exemplar: 1 if there is an instruction
  readonly exemplars: number; // max number; unlimited without learned positions
}

/** A network that answers tokens: the names, shapes and initial values of its parameters, and the forward pass. */
export interface Model {
  readonly specs: readonly ParameterSpec[];
  readonly tokens: ModelConfig["tokens"]; // how prompts are written as tokens
  readonly limits: ModelLimits;
  /** Parameters at step 0, flat in the order of the specs. */
  init(seed: number): Float32Array;
  /** The output at every stride-th token up to the last, [B ⌈T / stride⌉, M]: stride 2 reads the x tokens of a prompt. */
  forward(parameters: ParameterTensors, input: ModelInput, stride: number): tf.Tensor2D;
  /** Hidden states after the read-in and after each layer, [L + 1, B, T, H]. The caller disposes of them. */
  hidden(parameters: ParameterTensors, input: ModelInput): tf.Tensor4D;
  /** Hidden states and attention, by the reference operations. The caller disposes of both. */
  trace(parameters: ParameterTensors, input: ModelInput): Trace;
}

/**
 * A decoder-only transformer over prompts of `dim` dimensions and at most `exemplars` exemplars. If it reads out
 * symbols, labels and answers are `symbolSize` numbers, and prompts begin with an instruction. Tokens of another width, or
 * too many tokens, throw one sentence.
 */
export function transformer(config: ModelConfig, dim: number, exemplars: number, symbolSize = 1): Model {
  const { hiddenSize: H, heads: K } = config;
  const bySymbol = config.readout === "symbol";
  const limits: ModelLimits = {
    dim,
    labelSize: bySymbol ? symbolSize : 1,
    ahead: bySymbol ? 1 : 0,
    exemplars: config.positions === "learned" ? exemplars : Number.POSITIVE_INFINITY,
  };
  const specs = transformerSpecs(config, dim, exemplars, symbolSize);
  const network: Network = { config, limits };

  return {
    specs,
    tokens: config.tokens,
    limits,
    init: (seed) =>
      isDrawn(config.init)
        ? initParameters(specs, seed)
        : parametersOf(constructions[config.init](dim, exemplars), config, specs),
    forward(p, input, stride) {
      const read = throughBlocks(network, p, input, { stride }); // [B P, H]
      const normed = config.norm === "pre" ? normalized(p, "ln_f", read) : read;
      return linear(normed, matrix(p, "read_out.weight"), vector(p, "read_out.bias")); // [B P, M]
    },
    hidden: (p, input) =>
      tf.tidy(() => {
        const [B, T] = input.tokens.shape;
        const hidden: tf.Tensor[] = [];
        const observe = (h: tf.Tensor2D) => void hidden.push(tf.reshape(h, [B, T, H]));
        throughBlocks(network, p, input, { stride: 1, observe });
        return tf.stack(hidden) as tf.Tensor4D;
      }),
    trace: (p, input) =>
      tf.tidy(() => {
        const [B, T] = input.tokens.shape;
        const hidden: tf.Tensor[] = [];
        const weights: tf.Tensor[] = [];
        const observe: Observer = (h, a) => {
          hidden.push(tf.reshape(h, [B, T, H]));
          if (a) weights.push(tf.reshape(a(), [B, K, T, T]));
        };
        throughBlocks(network, p, input, { stride: 1, observe });
        return { hidden: tf.stack(hidden) as tf.Tensor4D, attention: tf.stack(weights) as tf.Tensor5D };
      }) as unknown as Trace,
  };
}

/** A network without its parameters. */
interface Network {
  readonly config: ModelConfig;
  readonly limits: ModelLimits;
}

/** Gets the hidden states after the read-in and after each block, [B T, H], and the attention of a block, [B K, T, T]. */
type Observer = (h: tf.Tensor2D, weights?: () => tf.Tensor3D) => void;

/** The settings of a forward pass. */
interface Pass {
  readonly config: ModelConfig;
  readonly p: ParameterTensors;
  readonly shape: AttentionShape; // B, T, and which token attends to which
  readonly stride: number; // from one token that is read to the next
  readonly observe?: Observer | undefined; // it keeps the tensors: then no tensor is disposed of
}

/** From tokens to the hidden states after the last block, [B T, H]; after the last block only of the tokens that are read, [B P, H]. */
function throughBlocks(
  { config, limits }: Network,
  p: ParameterTensors,
  input: ModelInput,
  { stride, observe }: Pick<Pass, "stride" | "observe">,
): tf.Tensor2D {
  const [B, T, width] = checkInput(input, limits, config.tokens);
  const shape: AttentionShape = {
    batch: B,
    tokens: T,
    heads: config.heads,
    prefix: input.prefix ?? T,
    kind: config.attention,
    mutual: config.tokens === "paired", // exemplars are a set
  };
  const pass: Pass = { config, p, shape, stride, observe };
  let h = readIn(pass, tf.reshape(input.tokens, [B * T, width]));
  observe?.(h);
  for (let layer = 0; layer < config.layers; layer++) {
    const before = h;
    h = observe ? block(pass, layer, before) : tf.tidy(() => block(pass, layer, before)); // disposes of intermediate tensors layer by layer
  }
  return h;
}

/** Tokens [B T, M + D] as hidden states with positions, [B T, H]. */
function readIn({ config, p, shape }: Pass, tokens: tf.Tensor2D): tf.Tensor2D {
  const read = linear(tokens, matrix(p, "read_in.weight"), vector(p, "read_in.bias"));
  return config.positions === "learned"
    ? addPositions(read, matrix(p, "wpe.weight"), shape.tokens, shape.prefix)
    : read;
}

/** Hidden states after attention and the MLP of a layer, [B T, H]; after the last layer only of the tokens that are read, [B P, H]. */
function block(pass: Pass, layer: number, h: tf.Tensor2D): tf.Tensor2D {
  const { config, p, shape, stride, observe } = pass;
  const at = (name: string) => `h.${layer}.${name}`;
  const isNormed = config.norm !== "none";
  const normed = isNormed ? normalized(p, at("ln_1"), h) : h;
  const qkv = linear(normed, matrix(p, at("attn.c_attn.weight")), optional(p, at("attn.c_attn.bias"))); // [B T, 3 A]
  // After the last attention no token depends on another: tokens that are not read are left out.
  const isLast = layer === config.layers - 1;
  const readTokens = (x: tf.Tensor2D) => (isLast && stride > 1 ? readAt(x, shape.tokens, stride) : x);
  const heads = readTokens(attention(qkv, shape)); // [B T, A]
  const mixed = linear(heads, matrix(p, at("attn.c_proj.weight")), optional(p, at("attn.c_proj.bias"))); // [B T, H]
  const carried = config.norm === "carried";
  const attended = add(readTokens(carried ? normed : h), mixed);
  let after = attended;
  if (config.mlp === "on") {
    const input = isNormed ? normalized(p, at("ln_2"), attended) : attended;
    after = add(carried ? input : attended, mlp(pass, layer, input));
  }
  observe?.(after, () => attentionOf(qkv, shape));
  return after;
}

/** What a layer's MLP adds to the stream, [B T, H], from its input [B T, H]. */
function mlp({ config, p }: Pass, layer: number, input: tf.Tensor2D): tf.Tensor2D {
  const at = (name: string) => `h.${layer}.${name}`;
  const [weight, bias] = [matrix(p, at("mlp.c_fc.weight")), vector(p, at("mlp.c_fc.bias"))];
  const wide = linear(input, weight, bias, config.activation); // [B T, 4 H]
  return linear(wide, matrix(p, at("mlp.c_proj.weight")), vector(p, at("mlp.c_proj.bias")));
}

const normalized = (p: ParameterTensors, name: string, h: tf.Tensor2D): tf.Tensor2D =>
  layerNorm(h, vector(p, `${name}.weight`), vector(p, `${name}.bias`));

/** The shape of the input of a model. Throws one sentence if the model cannot read it. */
function checkInput({ tokens, prefix }: ModelInput, limits: ModelLimits, form: ModelConfig["tokens"]) {
  checkTensor("model", "tokens", tokens, [null, null, limits.labelSize + limits.dim]);
  const [B, T, width] = tokens.shape;
  if (prefix !== undefined) checkSize("model", "prefix", prefix, 0, T);
  const places = limits.ahead + (form === "paired" ? limits.exemplars : 2 * limits.exemplars) + 1;
  const read = Math.min(T, (prefix ?? T) + 1); // alternatives share one position
  if (read > places) throw new RangeError(`invalid model: expected at most ${places} tokens, got ${read}`);
  return [B, T, width] as const;
}

const matrix = (p: ParameterTensors, name: string) => p[name] as tf.Tensor2D;
const vector = (p: ParameterTensors, name: string) => p[name] as tf.Tensor1D;
const optional = (p: ParameterTensors, name: string) => p[name] as tf.Tensor1D | undefined;
