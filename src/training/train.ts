import type { Model } from "../transformer/model.ts";
import { gradient, type TrainingBatch } from "./gradient.ts";
import { type TrainingState, update } from "./optimizer.ts";
import { rateScale } from "./schedule.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** What one step did. A step whose loss or gradient is not finite changes nothing, and is the last. */
export interface StepReport {
  readonly state: TrainingState; // after the step
  readonly loss: number; // of the batch, before the update
  readonly gradientNorm: number; // before clipping
  readonly learningRate: number;
  readonly finite: boolean;
}

/**
 * Trains until `state.step` reaches the schedule's length: one report a step. `sample` gives the batch of a step, from
 * the number of prompts drawn before it. Whoever iterates decides when to go on, pause or stop.
 */
export function* train(
  model: Model,
  config: TrainingConfig,
  start: TrainingState,
  sample: (firstPrompt: number, prompts: number) => TrainingBatch,
): Generator<StepReport, void> {
  let state = start;
  while (state.step < config.steps) {
    const step = state.step + 1;
    const learningRate = config.learningRate * rateScale(config, step);
    const { loss, gradient: raw } = gradient(model, state.parameters, sample(state.step * config.batch, config.batch));
    const gradientNorm = norm(raw);
    const finite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
    if (finite) state = update(state, clip(raw, gradientNorm, config.clip), model.specs, config);
    yield { state, loss, gradientNorm, learningRate, finite };
    if (!finite) return;
  }
}

function norm(values: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) sum += (values[j] as number) * (values[j] as number);
  return Math.sqrt(sum);
}

function clip(values: Float32Array, length: number, most: number): Float32Array {
  if (most === 0 || length <= most) return values;
  const scale = most / length;
  return values.map((value) => value * scale);
}
