import type { Construction } from "./construction.ts";
import { gradientStep } from "./gradientStep.ts";
import { aff, div, mov, mul, raw } from "./primitives.ts";
import { shermanMorrison } from "./shermanMorrison.ts";

/** The rate of the constructed gradient step, and the λ of the constructed ridge regression. */
export const CONSTRUCTED = { rate: 0.02, lambda: 0.1 } as const;

/** Transformers set by hand, by what they compute: values of `model.init`. */
export const constructions = {
  mov,
  mul,
  aff,
  div,
  raw,
  "gd-step": (dim: number, exemplars: number) => gradientStep(dim, exemplars, CONSTRUCTED.rate),
  "sherman-morrison": (dim: number, exemplars: number) => shermanMorrison(dim, exemplars, CONSTRUCTED.lambda),
} as const satisfies Readonly<Record<string, (dim: number, exemplars: number) => Construction>>;

/** Min number of layers and min hidden size of a construction, computed without making it, because it may be too large. */
export const smallestModel = (
  name: ConstructionName,
  dim: number,
  exemplars: number,
): { readonly layers: number; readonly hiddenSize: number } =>
  name === "sherman-morrison" ? { layers: 3 * exemplars + 1, hiddenSize: dim ** 2 } : { layers: 1, hiddenSize: dim };

export type ConstructionName = keyof typeof constructions;

export const constructionNames = Object.keys(constructions) as readonly ConstructionName[];
