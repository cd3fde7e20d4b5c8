import type { Construction } from "./construction.ts";
import { gradientStep } from "./gradientStep.ts";
import { aff, div, mov, mul, raw } from "./primitives.ts";
import { shermanMorrison } from "./shermanMorrison.ts";

/** The rate of the gradient step, and the λ of the ridge regression, that are built. */
export const CONSTRUCTED = { rate: 0.02, lambda: 0.1 } as const;

/** Transformers set by hand, by what they compute: what `model.init` may name besides "random". */
export const constructions = {
  mov,
  mul,
  aff,
  div,
  raw,
  "gd-step": (dim: number, exemplars: number) => gradientStep(dim, exemplars, CONSTRUCTED.rate),
  "sherman-morrison": (dim: number, exemplars: number) => shermanMorrison(dim, exemplars, CONSTRUCTED.lambda),
} as const satisfies Readonly<Record<string, (dim: number, exemplars: number) => Construction>>;

/** Layers and hidden size that a construction takes at the least: known before it is made, which may be too large to make. */
export const smallestModel = (
  name: ConstructionName,
  dim: number,
  exemplars: number,
): { readonly layers: number; readonly hiddenSize: number } =>
  name === "sherman-morrison" ? { layers: 3 * exemplars + 1, hiddenSize: dim ** 2 } : { layers: 1, hiddenSize: dim };

export type ConstructionName = keyof typeof constructions;
