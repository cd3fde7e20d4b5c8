import { headSizeOf, isDrawn, type ModelConfig } from "./modelConfig.ts";
import type { ParameterSpec } from "./parameters.ts";

/** Initial values of each kind of parameter: a matrix [inputs, outputs], a bias, and the learned positions. */
interface Initialization {
  matrix(place: MatrixPlace, inputs: number, outputs: number): ParameterSpec["init"];
  bias(place: MatrixPlace, inputs: number, outputs: number): ParameterSpec["init"];
  positions(tokens: number): ParameterSpec["init"];
}

/** Where a matrix stands: reading in, in a block before the last product of its half, at its end, or reading out. */
type MatrixPlace = "in" | "attention" | "mlp" | "end" | "out";

const ZERO = { constant: 0 } as const;

/**
 * The project's own. Variance 1 / (3 · inputs) is PyTorch's default for a linear layer. Queries, keys and values begin
 * larger, tokens smaller and without a position: this shortens the plateau before anything is learned
 * (test/bench/RECIPES.md). The output of every block is zero.
 */
const random = ({ norm }: ModelConfig): Initialization => {
  const variance = { in: norm === "none" ? 1 : 1 / 48, attention: 1, mlp: 1 / 3, out: 1 / 3 }; // without LayerNorm a token keeps its size
  return {
    matrix: (place, inputs) => (place === "end" ? ZERO : { normal: Math.sqrt(variance[place] / inputs) }),
    bias: () => ZERO,
    positions: () => ZERO,
  };
};

/** Of Akyürek et al. 2022 (released code): uniform, variance 1 / (3 · inputs), where a bias is its own input and a position one of T. */
const uniform = (): Initialization => ({
  matrix: (_, inputs) => ({ uniform: Math.sqrt(1 / inputs) }),
  bias: (_, __, outputs) => ({ uniform: Math.sqrt(1 / outputs) }),
  positions: (tokens) => ({ uniform: Math.sqrt(1 / tokens) }),
});

/** Of Garg et al. 2022: a GPT-2 of Hugging Face between two linear layers of PyTorch. */
const gpt2 = ({ layers }: ModelConfig): Initialization => {
  const isOutside = (place: MatrixPlace) => place === "in" || place === "out";
  return {
    matrix: (place, inputs) =>
      isOutside(place)
        ? { uniform: Math.sqrt(1 / inputs) }
        : { normal: place === "end" ? 0.02 / Math.sqrt(2 * layers) : 0.02 },
    bias: (place, inputs) => (isOutside(place) ? { uniform: Math.sqrt(1 / inputs) } : ZERO),
    positions: () => ({ normal: 0.02 }),
  };
};

const initializations = { random, uniform, gpt2 };

/** Names, shapes and initial values of a transformer's parameters. Matrices are [in, out], as in GPT-2. */
export function transformerSpecs(
  config: ModelConfig,
  dim: number,
  exemplars: number,
  symbolSize: number,
): ParameterSpec[] {
  const { layers: L, hiddenSize: H, heads: K } = config;
  const A = K * headSizeOf(config); // numbers of all heads
  const [labelSize, ahead] = config.readout === "symbol" ? [symbolSize, 1] : [1, 0];
  const init = initializations[isDrawn(config.init) ? config.init : "random"](config);
  const tensor = (name: string, shape: readonly number[], init: ParameterSpec["init"]): ParameterSpec => ({
    name,
    shape,
    init,
    role: shape.length === 2 && name.startsWith("h.") ? "matrix" : "other",
  });
  const matrix = (place: MatrixPlace, name: string, inputs: number, outputs: number) =>
    tensor(`${name}.weight`, [inputs, outputs], init.matrix(place, inputs, outputs));
  const bias = (place: MatrixPlace, name: string, inputs: number, outputs: number) =>
    tensor(`${name}.bias`, [outputs], init.bias(place, inputs, outputs));
  const affine = (...of: Parameters<typeof matrix>) => [matrix(...of), bias(...of)];
  const inAttention = config.attentionBias === "on" ? affine : (...of: Parameters<typeof matrix>) => [matrix(...of)];
  const norm = (name: string) =>
    config.norm === "none" ? [] : [tensor(`${name}.weight`, [H], { constant: 1 }), tensor(`${name}.bias`, [H], ZERO)];
  const mlp = (layer: number) => [
    ...norm(`h.${layer}.ln_2`),
    ...affine("mlp", `h.${layer}.mlp.c_fc`, H, 4 * H),
    ...affine("end", `h.${layer}.mlp.c_proj`, 4 * H, H),
  ];
  const block = (layer: number) => [
    ...norm(`h.${layer}.ln_1`),
    ...inAttention("attention", `h.${layer}.attn.c_attn`, H, 3 * A),
    ...inAttention("end", `h.${layer}.attn.c_proj`, A, H),
    ...(config.mlp === "on" ? mlp(layer) : []),
  ];
  const tokens = ahead + (config.tokens === "paired" ? exemplars + 1 : 2 * exemplars + 1);
  return [
    ...affine("in", "read_in", labelSize + dim, H),
    ...(config.positions === "learned" ? [tensor("wpe.weight", [tokens, H], init.positions(tokens))] : []),
    ...Array.from({ length: L }, (_, layer) => block(layer)).flat(),
    ...(config.norm === "pre" ? norm("ln_f") : []),
    ...affine("out", "read_out", H, labelSize),
  ];
}
