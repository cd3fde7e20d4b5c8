import * as tf from "@tensorflow/tfjs-core";
import { currentEngine } from "../kernels/engine.ts";
import { linear } from "../kernels/linear.ts";
import { pool } from "../kernels/pool.ts";
import { readback } from "../kernels/readback.ts";
import type { ProbeKind } from "../training/probeTask.ts";
import { initParameters, type ParameterSpec, type ParameterTensors } from "../transformer/parameters.ts";

const WIDTH = 512; // of the MLP

/** A readout of hidden states: it pools tokens with the same weights for every prompt, and maps the result. */
export interface Probe {
  readonly specs: readonly ParameterSpec[];
  init(seed: number): Float32Array;
  /** Hidden states [B H, T], a row for each coordinate of each prompt → the target read, [B, D]. */
  forward(parameters: ParameterTensors, hidden: tf.Tensor2D): tf.Tensor2D;
}

/** The position-attention probe of Akyürek et al. 2022, §5: v̂ = FF(αᵀ H), α = softmax(s) over the T tokens of a prefix. */
export function probe(kind: ProbeKind, tokens: number, hiddenSize: number, dim: number): Probe {
  const weight = (name: string, inputs: number, outputs: number): ParameterSpec[] => [
    {
      name: `${name}.weight`,
      shape: [inputs, outputs],
      init: name === "out" ? { constant: 0 } : { normal: Math.sqrt(1 / inputs) }, // the initial output is zero
      role: "other",
    },
    { name: `${name}.bias`, shape: [outputs], init: { constant: 0 }, role: "other" },
  ];
  const specs: ParameterSpec[] = [
    { name: "scores", shape: [tokens], init: { constant: 0 }, role: "other" },
    ...(kind === "mlp"
      ? [...weight("hidden", hiddenSize, WIDTH), ...weight("out", WIDTH, dim)]
      : weight("out", hiddenSize, dim)),
  ];
  return {
    specs,
    init: (seed) => initParameters(specs, seed),
    forward(p, hidden) {
      const at = (name: string) => [p[`${name}.weight`] as tf.Tensor2D, p[`${name}.bias`] as tf.Tensor1D] as const;
      const pooled = pool(hidden, p.scores as tf.Tensor1D, hiddenSize); // [B, H]
      return linear(kind === "mlp" ? linear(pooled, ...at("hidden"), "gelu") : pooled, ...at("out"));
    },
  };
}

/** The weight of each token in a probe's pool, [T]. */
export function attentionOfProbe(
  { specs }: Probe,
  parameters: Float32Array,
  engine = currentEngine(),
): Promise<Float32Array> {
  const tokens = specs[0]?.shape[0] as number;
  return readback(() => tf.softmax(tf.tensor1d(parameters.subarray(0, tokens))), engine);
}
