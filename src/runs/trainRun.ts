import { encodeCheckpoint, encodeRecord, parametersSha256 } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import type { ComparisonSummary } from "../comparison/comparisonSummary.ts";
import { prepareEvaluation } from "../comparison/evaluateRun.ts";
import { addChanges } from "../config/rateChanges.ts";
import type { Config } from "../config/schema.ts";
import { threadsToTrain } from "../config/threads.ts";
import { settingsByStep, type Tunable } from "../training/changes.ts";
import { type StepReport, train } from "../training/train.ts";
import { type EvaluatedRun, endIfReached, evaluateNow, type OpenRun, openRun } from "./openRun.ts";
import { createReplica, createReplicas } from "./replicas.ts";
import type { CheckpointEvent, RunEvent, RunResult } from "./runEvent.ts";
import { trainingSampler } from "./trainingBatch.ts";

const STEPS_BETWEEN_CHECKPOINTS = 250; // in addition to those at every evaluation
const NORMS_SHOWN = 5; // steps before one that is not finite

export interface RunOptions {
  readonly from?: Uint8Array; // a checkpoint of the same config, to resume from
  readonly until?: number; // stop after this step, on the same schedule
  readonly signal?: AbortSignal;
  /** Called after every step. If it returns true, the run makes an additional checkpoint of this step. */
  readonly wantsCheckpoint?: () => boolean;
  /** Called after every evaluation. If it returns true, the checkpoint has a snapshot: its parameters in half precision. */
  readonly wantsSnapshot?: () => boolean;
  /** Called before every step. Returns settings that change from this step on, if there are any. */
  readonly takeChanges?: () => Partial<Readonly<Record<Tunable, number>>> | undefined;
}

/**
 * Runs one config, one event at a time, for worker, command line, notebook and test. To pause, do not request the next
 * event; to cancel, call `return()`. Throws ConfigError at the start if the config is invalid, and RangeError if `until`
 * is not a step.
 */
export async function* run(config: Config, host: Host, options: RunOptions = {}): AsyncGenerator<RunEvent, void> {
  const opened = await openRun(config, host, options);
  const local = createReplica(opened.config, await trainingSampler(opened.config), opened.engine);
  const replicas = await createReplicas(opened.config, host, local, threadsToTrain(opened.config, host));
  try {
    const evaluation = await prepareEvaluation(opened.config, replicas, options.signal);
    const run: EvaluatedRun = { ...opened, evaluation, replicas };
    yield { type: "rows", step: run.state.step, rows: evaluation.algorithmRows };
    if (run.resumed) await endIfReached(run); // it may have ended at this step
    if (!run.resumed && run.state.step < run.last && run.evaluatedAt.has(0)) {
      yield { type: "rows", step: 0, rows: (await evaluateNow(run, false)).rows };
    }
    const isComplete = yield* trainOn(run, host, options);
    if (!isComplete) return;
    if (options.wantsCheckpoint?.()) yield checkpointOf(run); // the last evaluation may take longer than the time left
    const { rows, summary } = await evaluateNow(run, true);
    yield { type: "rows", step: run.state.step, rows };
    yield checkpointOf(run, options.wantsSnapshot?.());
    yield { type: "done", step: run.state.step, result: resultOf(run, summary) };
  } finally {
    replicas.close();
  }
}

/** Trains a run up to its last step, without the last evaluation. Returns false if it had to stop before. */
async function* trainOn(run: EvaluatedRun, host: Host, options: RunOptions): AsyncGenerator<RunEvent, boolean> {
  const norms: number[] = []; // gradient norms of the last steps
  const { replicas } = run;
  let steps = train(run.model.specs, run.config.training, run.state, replicas);
  while (run.state.step < run.last) {
    run.signal?.throwIfAborted();
    const changes = options.takeChanges?.();
    if (changes) {
      run.config = addChanges(run.config, run.state.step + 1, changes);
      steps = train(run.model.specs, run.config.training, run.state, replicas);
      yield { type: "changed", step: run.state.step, config: run.config };
    }
    const start = host.now();
    const { value: report } = await steps.next();
    run.secondsTraining += (host.now() - start) / 1000;
    if (!report) break;
    if (!report.finite) {
      yield stopped(report, run.state.step + 1, norms, run.config);
      return false;
    }
    run.state = report.state;
    run.trainedBy = undefined;
    const { step, parameters } = run.state;
    const { loss, learningRate, gradientNorm } = report;
    norms.push(gradientNorm);
    if (norms.length > NORMS_SHOWN) norms.shift();
    yield { type: "step", step, loss, gradientNorm, learningRate, secondsTraining: run.secondsTraining };
    await endIfReached(run);
    const isEvaluated = run.evaluatedAt.has(step);
    const isDue = isEvaluated || step % STEPS_BETWEEN_CHECKPOINTS === 0 || options.wantsCheckpoint?.();
    if ((isDue || step === run.last) && !parameters.every(Number.isFinite)) {
      yield stopped({ ...report, finite: false }, step, norms, run.config, "parameters are"); // the last checkpoint remains
      return false;
    }
    if (step === run.last) break;
    if (isEvaluated) yield { type: "rows", step, rows: (await evaluateNow(run, false)).rows };
    if (isDue) yield checkpointOf(run, isEvaluated && options.wantsSnapshot?.());
  }
  return true;
}

const checkpointOf = ({ config, state, secondsTraining }: OpenRun, withSnapshot = false): CheckpointEvent => ({
  type: "checkpoint",
  step: state.step,
  bytes: encodeCheckpoint({ config, state, secondsTraining }),
  ...(withSnapshot && { snapshot: encodeRecord({ config, state, secondsTraining }) }),
});

function resultOf(run: EvaluatedRun, summary: ComparisonSummary): RunResult {
  const { state, secondsTraining, engine, reached, config, replicas, trainedBy } = run;
  return {
    step: state.step,
    ...summary,
    secondsTraining,
    msPerStep: state.step > 0 ? (1000 * secondsTraining) / state.step : 0,
    backend: trainedBy ?? engine.name,
    workers: replicas.size,
    parametersSha256: parametersSha256(state.parameters),
    reachedStep: reached?.step ?? null,
    reachedSeconds: reached?.seconds ?? null,
    config,
  };
}

/** The event of a run that cannot continue, with advice. */
function stopped(
  { learningRate, loss, steepest }: StepReport,
  step: number,
  gradientNorms: readonly number[],
  config: Config,
  what = `${Number.isFinite(loss) ? "gradient" : "loss"} is`,
): RunEvent {
  const norms = gradientNorms.map((norm) => norm.toPrecision(2)).join(", ");
  const message =
    `stopped at step ${step}: the ${what} not finite ` +
    `(learning rate ${learningRate.toPrecision(2)}` +
    `${norms && `; gradient norms before it ${norms}`}${steepest ? `; the largest part of the last one is in ${steepest}` : ""}); ` +
    `try a learning rate of ${(settingsByStep(config.training)(step).learningRate / 3).toPrecision(1)}`;
  return {
    type: "stopped",
    step,
    learningRate,
    gradientNorms: [...gradientNorms],
    ...(steepest && { steepest }),
    message,
  };
}
