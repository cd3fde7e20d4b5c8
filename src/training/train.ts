import { eachPart, type ParameterSpec } from "../transformer/parameters.ts";
import { settingsByStep } from "./changes.ts";
import { type TrainingState, update } from "./optimizer.ts";
import type { StepReplica } from "./replica.ts";
import { rateScale } from "./schedule.ts";
import { shardsOf, sumOf } from "./shards.ts";
import type { TrainingConfig } from "./trainingConfig.ts";

/** The result of one step. A step whose loss or gradient is not finite changes nothing, and is the last. */
export interface StepReport {
  readonly state: TrainingState; // after the step
  readonly loss: number; // of the batch, before the update
  readonly gradientNorm: number; // before clipping
  readonly learningRate: number;
  readonly finite: boolean;
  /** If the step is not finite and not the first: the tensor with the largest part of the previous gradient. */
  readonly steepest?: string;
}

/**
 * Trains until `state.step` reaches the schedule's length: one report per step. Step k learns from the prompts of the
 * training stream from number (k − 1) · batch on, which the replica draws. The caller decides when to continue, pause or
 * stop.
 */
export async function* train(
  specs: readonly ParameterSpec[],
  config: TrainingConfig,
  start: TrainingState,
  replica: StepReplica,
): AsyncGenerator<StepReport, void> {
  const settingsAt = settingsByStep(config);
  let state = start;
  let before: Float32Array | undefined; // the gradient of the last step
  while (state.step < config.steps) {
    const now = settingsAt(state.step + 1);
    const learningRate = now.learningRate * rateScale(now, state.step + 1);
    const shards = shardsOf(state.step * config.batch, config.batch, config.shards);
    const { loss, gradient } = sumOf(await replica.gradients(state.parameters, shards, config.batch), shards);
    const gradientNorm = norm(gradient);
    const finite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
    if (finite) state = await update(state, clip(gradient, gradientNorm, now.clip), specs, now, replica.orthogonalize);
    const steepest = finite || !before ? undefined : steepestOf(specs, before);
    yield { state, loss, gradientNorm, learningRate, finite, ...(steepest !== undefined && { steepest }) };
    if (!finite) return;
    before = gradient;
  }
}

/** The tensor with the largest part of a gradient. */
function steepestOf(specs: readonly ParameterSpec[], gradient: Float32Array): string | undefined {
  let [longest, found]: [number, string | undefined] = [0, undefined];
  eachPart(specs, gradient, (part, { name }) => {
    const length = norm(part);
    if (length > longest) [longest, found] = [length, name];
  });
  return found;
}

function norm(values: Float32Array): number {
  const { length } = values;
  let sum = 0;
  for (let j = 0; j < length; j++) sum += (values[j] as number) * (values[j] as number);
  return Math.sqrt(sum);
}

/** Scales values in place to a length of at most `max`; 0 leaves them. A loop takes a twentieth of the time of `map`. */
function clip(values: Float32Array, length: number, max: number): Float32Array {
  if (max === 0 || length <= max) return values;
  const scale = max / length;
  const { length: count } = values;
  for (let j = 0; j < count; j++) values[j] = (values[j] as number) * scale;
  return values;
}
