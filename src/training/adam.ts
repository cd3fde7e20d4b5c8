import type { TrainingConfig } from "./trainingConfig.ts";

/** Running means of an Adam optimiser, flat like the parameters. */
export interface AdamState {
  readonly first: Float32Array; // of the gradient
  readonly second: Float32Array; // of its square
}

const BETA1 = 0.9;

/**
 * One Adam update (Kingma & Ba 2015) with β₁ = .9: writes the new parameters and state into `next`, and
 * does not change its other arguments. `step` counts from 1, for the correction of the running means' bias. Computed
 * in float64, stored in float32.
 */
export function adam(
  parameters: Float32Array,
  gradient: Float32Array,
  state: AdamState,
  step: number,
  rate: number,
  { beta2, epsilon }: Pick<TrainingConfig, "beta2" | "epsilon">,
  next: AdamState & { readonly parameters: Float32Array },
): void {
  const size = rate / (1 - power(BETA1, step));
  const spread = 1 / Math.sqrt(1 - power(beta2, step));
  const { length } = parameters;
  for (let j = 0; j < length; j++) {
    const g = gradient[j] as number;
    const m = BETA1 * (state.first[j] as number) + (1 - BETA1) * g;
    const v = beta2 * (state.second[j] as number) + (1 - beta2) * g * g;
    next.first[j] = m;
    next.second[j] = v;
    next.parameters[j] = (parameters[j] as number) - (size * m) / (Math.sqrt(v) * spread + epsilon);
  }
}

/** base ** exponent by squaring: Math.pow's last bit differs between engines. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square *= square) {
    if (left % 2 === 1) result *= square;
  }
  return result;
}
