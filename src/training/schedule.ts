import { cosPi } from "../numerics/elementary.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** The factor on the learning rates at step 1, 2, …: linear warm-up times decay to zero over the length of the schedule. */
export function rateScale({ steps, warmup, decay }: TrainingConfig, step: number): number {
  const rise = warmup > 0 ? Math.min(1, step / warmup) : 1;
  const spent = Math.min(1, (step - 1) / steps);
  switch (decay) {
    case "constant":
      return rise;
    case "linear":
      return rise * (1 - spent);
    case "cosine":
      return rise * 0.5 * (1 + cosPi(spent));
  }
}
