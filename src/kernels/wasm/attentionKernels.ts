import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import type { AttentionKindId } from "../attentionKinds.ts";
import { type AttentionShape, checkAttention } from "../attentionShape.ts";
import { checkShape } from "../checkShape.ts";
import { type FusedKernel, NULL_ADDRESS } from "./fusedKernel.ts";

/** The kernel has one switch for the attention kinds. */
const isLinear: Readonly<Record<AttentionKindId, boolean>> = { softmax: false, linear: true };

const formOf = (attrs: NamedAttrMap) => attrs as unknown as AttentionShape;

/** {qkv [B T, 3 H]}, an AttentionShape → out [B T, H], attention weights [B, K, T, ≥ T]. */
export const attentionForward: FusedKernel<"qkv"> = (kernels, { qkv }, attrs) => {
  checkAttention(qkv, formOf(attrs));
  const { batch: B, tokens: T, heads: K, prefix, kind, mutual } = formOf(attrs);
  const H = (qkv[1] as number) / 3;
  return {
    outputs: [
      [B * T, H],
      [B, K, T, kernels.padded(T)],
    ],
    scratch: kernels.attentionScratch(T, H / K),
    run: (at, [out = NULL_ADDRESS, weights = NULL_ADDRESS], scratch) =>
      kernels.attention(at.qkv, out, weights, scratch, B, T, K, H / K, prefix, isLinear[kind], mutual),
  };
};

/** {qkv [B T, 3 H], weights, dOut [B T, H]}, an AttentionShape → dqkv [B T, 3 H]. */
export const attentionGradient: FusedKernel<"qkv" | "weights" | "dOut"> = (kernels, { qkv, weights, dOut }, attrs) => {
  checkAttention(qkv, formOf(attrs));
  const { batch: B, tokens: T, heads: K, prefix, kind, mutual } = formOf(attrs);
  const width = qkv[1] as number;
  checkShape("attention", "weights", weights, [B, K, T, kernels.padded(T)]);
  checkShape("attention", "dOut", dOut, [B * T, width / 3]);
  return {
    outputs: [[B * T, width]],
    scratch: kernels.attentionGradientScratch(T, width / 3 / K),
    run: (at, [dqkv = NULL_ADDRESS], scratch) =>
      kernels.attentionGradient(
        at.qkv,
        at.weights,
        at.dOut,
        dqkv,
        scratch,
        B,
        T,
        K,
        width / 3 / K,
        prefix,
        isLinear[kind],
        mutual,
      ),
  };
};
