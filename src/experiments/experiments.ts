import type { Experiment } from "./experiment.ts";
import { fit } from "./fit.ts";

/** Every experiment, in teaching order. */
export const experiments: readonly Experiment[] = [fit];
