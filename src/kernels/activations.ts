/** An activation in words. How it is computed is in each engine, under the same id. */
interface Activation {
  readonly hint: string;
}

/** The activations of an MLP, by id. */
export const activations = {
  gelu: { hint: "GELU in its exact form, x Φ(x)" },
  "gelu-tanh": { hint: "GELU by a hyperbolic tangent, as GPT-2 and Akyürek et al. compute it" },
} as const satisfies Readonly<Record<string, Activation>>;

export type ActivationId = keyof typeof activations;

export const activationIds = Object.keys(activations) as [ActivationId, ...ActivationId[]];
