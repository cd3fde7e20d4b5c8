import type { NamedAttrMap } from "@tensorflow/tfjs-core";
import type { FusedKernel } from "./fusedKernel.ts";
import { addressOf, allocate, withScratch } from "./wasmMemory.ts";

const sizes = ({ batch, tokens, heads }: NamedAttrMap) => [batch, tokens, heads] as [number, number, number];

/** {qkv [B T, 3 H]}, {batch, tokens, heads, prefix} → out [B T, H], attention weights [B, K, T, ≥ T]. */
export const attentionForward: FusedKernel<"qkv"> = (kernels, backend, { qkv }, attrs) => {
  const [B, T, K] = sizes(attrs);
  const H = (qkv.shape[1] as number) / 3;
  const out = allocate(backend, B * T, H);
  const weights = allocate(backend, B, K, T, kernels.padded(T));
  withScratch(backend, kernels.attentionScratch(T, H / K), (scratch) => {
    const at = [qkv, out, weights].map((tensor) => addressOf(backend, tensor)) as [number, number, number];
    kernels.attention(...at, scratch, B, T, K, H / K, attrs.prefix as number);
  });
  return [out, weights];
};

/** {qkv [B T, 3 H], weights, dOut [B T, H]}, {batch, tokens, heads} → dqkv [B T, 3 H]. */
export const attentionGradient: FusedKernel<"qkv" | "weights" | "dOut"> = (
  kernels,
  backend,
  { qkv, weights, dOut },
  attrs,
) => {
  const [B, T, K] = sizes(attrs);
  const width = qkv.shape[1] as number;
  const dqkv = allocate(backend, B * T, width);
  withScratch(backend, kernels.attentionGradientScratch(T, width / 3 / K), (scratch) => {
    const at = [qkv, weights, dOut, dqkv].map((tensor) => addressOf(backend, tensor));
    kernels.attentionGradient(...(at as [number, number, number, number]), scratch, B, T, K, width / 3 / K);
  });
  return [dqkv];
};
