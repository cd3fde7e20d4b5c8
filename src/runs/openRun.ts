import type { Learner } from "../algorithms/learner.ts";
import { decodeCheckpoint, modelOf } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import type { Compared, PreparedComparison } from "../comparison/prepareComparison.ts";
import { parseConfig } from "../config/config.ts";
import { evaluationSteps } from "../config/evaluationSteps.ts";
import { assertFitsInMemory } from "../config/memory.ts";
import { type Config, ConfigError } from "../config/schema.ts";
import { assertSameDefinitions } from "../extensions/loadedFiles.ts";
import type { Engine } from "../kernels/engine.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { checkInteger } from "../numerics/checks.ts";
import { initialState, type TrainingState } from "../training/optimizer.ts";
import type { Replica } from "../training/replica.ts";
import type { Model } from "../transformer/model.ts";
import { learnerOfReplica } from "./replicas.ts";
import { assertSameConfig } from "./sameConfig.ts";

const STEPS_BETWEEN_REACH_CHECKS = 100;

/** The current state of a run, with everything for its training. */
export interface OpenRun {
  readonly model: Model;
  readonly engine: Engine;
  readonly evaluatedAt: ReadonlySet<number>; // steps
  readonly resumed: boolean; // whether it resumes from a checkpoint
  readonly signal: AbortSignal | undefined;
  config: Config; // with the changes made during training
  state: TrainingState;
  last: number; // the last step
  secondsTraining: number;
  trainedBy: string | undefined; // another program, as long as this one has trained no step
  reached: { readonly step: number; readonly seconds: number } | undefined; // when its distance to OLS fell below evaluation.reach
}

/** A run with everything for its evaluation too. */
export interface EvaluatedRun extends OpenRun {
  readonly evaluation: PreparedComparison;
  readonly replicas: Replica & { readonly size: number };
}

/** The start and the end of a run. */
interface Bounds {
  readonly from?: Uint8Array; // a checkpoint of the same config
  readonly until?: number; // step
  readonly signal?: AbortSignal;
}

/**
 * A run before its next step. Throws ConfigError if its config is invalid, needs too much memory or differs from the
 * checkpoint's, and RangeError if `until` is not a step.
 */
export async function openRun(input: Config, host: Host, { from, until, signal }: Bounds): Promise<OpenRun> {
  const config = parseConfig(input);
  assertFitsInMemory(config);
  if (until !== undefined) checkInteger("until", until, 0);
  const resumed = from && decodeCheckpoint(from);
  if (resumed?.trainedSha256)
    throw new ConfigError("invalid checkpoint: a record has no optimiser state to resume from");
  if (resumed) {
    assertSameConfig(resumed.config, config, resumed.state.step);
    assertSameDefinitions(resumed.definitions ?? [], config.prompts.family);
  }
  const engine = await startEngine(host);
  const model = modelOf(config);
  return {
    model,
    engine,
    evaluatedAt: new Set(evaluationSteps(config.training.steps, config.evaluation.times)),
    resumed: resumed !== undefined,
    signal,
    config,
    state: resumed?.state ?? initialState(model.init(config.seed)),
    last: Math.min(until ?? config.training.steps, config.training.steps),
    secondsTraining: resumed?.secondsTraining ?? 0,
    trainedBy: resumed?.backend,
    reached: undefined,
  };
}

/** Compares the run with every algorithm; the replicas share the transformer's answers. `full` adds medians, ILWD and linearity. */
export const evaluateNow = (run: EvaluatedRun, full: boolean): Promise<Compared> =>
  run.evaluation.compare(learnerOf(run), {
    step: run.state.step,
    full,
    ...(run.signal && { signal: run.signal }),
  });

/** Ends a run at its current step if its distance to OLS is below evaluation.reach. */
export async function endIfReached(run: EvaluatedRun): Promise<void> {
  const { reach } = run.config.evaluation;
  const { step } = run.state;
  if (reach === 0 || step === 0 || step % STEPS_BETWEEN_REACH_CHECKS !== 0) return;
  const distance = await run.evaluation.distanceToOls(learnerOf(run));
  if (!(distance < reach)) return; // false for NaN, so NaN never counts as reached
  run.reached = { step, seconds: run.secondsTraining };
  run.last = step;
}

/** The transformer at its current step. It has nothing to dispose of. */
const learnerOf = ({ model, state: { step, parameters }, replicas }: EvaluatedRun): Learner =>
  learnerOfReplica(model, parameters, { step }, replicas);
