import type { Learner } from "../algorithms/learner.ts";
import { decodeCheckpoint, encodeCheckpoint, modelOf, parametersSha256 } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import { prepareEvaluation } from "../comparison/evaluateRun.ts";
import { difference, getSetting, parseConfig, settingOrDefault } from "../config/config.ts";
import { addChanges } from "../config/rateChanges.ts";
import { type Config, ConfigError } from "../config/schema.ts";
import { assertSameDefinitions } from "../extensions/loadedFiles.ts";
import { startBackend } from "../kernels/backend.ts";
import { checkInteger } from "../numerics/checks.ts";
import { changesBefore, settingsAt, type Tunable } from "../training/changes.ts";
import { initialState } from "../training/optimizer.ts";
import { type StepReport, train } from "../training/train.ts";
import { inContextLearner } from "../transformer/inContextLearner.ts";
import { createReplicas } from "./replicas.ts";
import type { RunEvent } from "./runEvent.ts";

const STEPS_BETWEEN_CHECKPOINTS = 250; // besides those at every evaluation
const STEPS_BETWEEN_REACH_CHECKS = 100;
const NORMS_TOLD = 5; // of the steps before one that is not finite

export interface RunOptions {
  readonly from?: Uint8Array; // a checkpoint of the same config, to go on from
  readonly until?: number; // stop after this step, on the same schedule
  readonly signal?: AbortSignal;
  /** Asked after every step: whether a checkpoint of it is wanted besides those that come by themselves. */
  readonly wantsCheckpoint?: () => boolean;
  /** Asked before every step: settings that are to have another value from this step on, where some are. */
  readonly takeChanges?: () => Partial<Readonly<Record<Tunable, number>>> | undefined;
}

/**
 * Carries out one config, one event at a time, for worker, command line, notebook and test alike. Pause is not asking
 * for the next event; cancel is `return()`. Throws ConfigError before anything is done if the config cannot be carried
 * out, and RangeError if `until` is no step.
 */
export async function* run(asked: Config, host: Host, options: RunOptions = {}): AsyncGenerator<RunEvent, void> {
  const { signal, from } = options;
  let config = parseConfig(asked);
  if (options.until !== undefined) checkInteger("until", options.until, 0);
  let last = Math.min(options.until ?? config.training.steps, config.training.steps);
  const resumed = from && decodeCheckpoint(from);
  if (resumed?.trainedSha256)
    throw new ConfigError("invalid checkpoint: a record holds no optimiser state to go on from");
  if (resumed) {
    assertSameConfig(resumed.config, config, resumed.state.step);
    assertSameDefinitions(resumed.definitions ?? [], config.prompts.family);
  }
  const backend = await startBackend(host.backend, host.wasmPaths, host.warn);
  const model = modelOf(config);
  const comparison = await prepareEvaluation(config, signal);
  const times = new Set(evaluationSteps(config.training.steps, config.evaluation.times));
  let state = resumed?.state ?? initialState(model.init(config.seed));
  let secondsTraining = resumed?.secondsTraining ?? 0;
  const norms: number[] = []; // of the gradients of the last steps
  let reached: { readonly step: number; readonly seconds: number } | undefined;

  const withLearner = async <T>(ask: (learner: Learner) => Promise<T>): Promise<T> => {
    const learner = inContextLearner(model, state.parameters, { step: state.step });
    try {
      return await ask(learner);
    } finally {
      learner.dispose?.();
    }
  };
  const evaluate = (full: boolean) =>
    withLearner((learner) => comparison.compare(learner, { step: state.step, full, ...(signal && { signal }) }));
  const checkpoint = (): RunEvent => ({
    type: "checkpoint",
    step: state.step,
    bytes: encodeCheckpoint({ config, state, secondsTraining }),
  });

  /** Ends the run here if it has come as near to least squares as its config asks. */
  const endIfReached = async () => {
    const { reach } = config.evaluation;
    if (reach === 0 || state.step === 0 || state.step % STEPS_BETWEEN_REACH_CHECKS !== 0) return;
    const distance = await withLearner(comparison.distanceToOls);
    if (!(distance < reach)) return; // nor is it reached if the answers are NaN
    reached = { step: state.step, seconds: secondsTraining };
    last = state.step;
  };

  yield { type: "rows", step: state.step, rows: comparison.algorithmRows };
  if (resumed) await endIfReached(); // it may have ended there
  if (!resumed && state.step < last && times.has(0))
    yield { type: "rows", step: 0, rows: (await evaluate(false)).rows };

  const replicas = await createReplicas(config, host);
  try {
    let steps = train(model.specs, config.training, state, replicas);
    while (state.step < last) {
      signal?.throwIfAborted();
      const changes = options.takeChanges?.();
      if (changes) {
        config = addChanges(config, state.step + 1, changes);
        steps = train(model.specs, config.training, state, replicas);
        yield { type: "changed", step: state.step, config };
      }
      const start = host.now();
      const { value: report } = await steps.next();
      secondsTraining += (host.now() - start) / 1000;
      if (!report) break;
      if (!report.finite) {
        yield stopped(report, state.step + 1, norms, config);
        return;
      }
      state = report.state;
      const { loss, learningRate, gradientNorm } = report;
      norms.push(gradientNorm);
      if (norms.length > NORMS_TOLD) norms.shift();
      yield { type: "step", step: state.step, loss, gradientNorm, learningRate, secondsTraining };
      await endIfReached();
      const evaluated = times.has(state.step);
      const due = evaluated || state.step % STEPS_BETWEEN_CHECKPOINTS === 0 || options.wantsCheckpoint?.();
      if ((due || state.step === last) && !state.parameters.every(Number.isFinite)) {
        yield stopped({ ...report, finite: false }, state.step, norms, config, "parameters are"); // the last checkpoint stays
        return;
      }
      if (state.step === last) break;
      if (evaluated) yield { type: "rows", step: state.step, rows: (await evaluate(false)).rows };
      if (due) yield checkpoint();
    }
  } finally {
    replicas.close();
  }

  if (options.wantsCheckpoint?.()) yield checkpoint(); // the last evaluation may take longer than there is time
  const { rows, summary } = await evaluate(true);
  yield { type: "rows", step: state.step, rows };
  yield checkpoint();
  yield {
    type: "done",
    step: state.step,
    result: {
      step: state.step,
      ...summary,
      secondsTraining,
      msPerStep: state.step > 0 ? (1000 * secondsTraining) / state.step : 0,
      backend,
      workers: replicas.size,
      parametersSha256: parametersSha256(state.parameters),
      reachedStep: reached?.step ?? null,
      reachedSeconds: reached?.seconds ?? null,
      config,
    },
  };
}

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
    `${norms && `; gradient norms before it ${norms}`}${steepest ? `, the last most of all in ${steepest}` : ""}); ` +
    `try a learning rate of ${(settingsAt(config.training, step).learningRate / 3).toPrecision(1)}`;
  return {
    type: "stopped",
    step,
    learningRate,
    gradientNorms: [...gradientNorms],
    ...(steepest && { steepest }),
    message,
  };
}

/** Steps at which a run is evaluated: 0, then log-spaced from 1 to the last, `times` in all where they differ. */
export function evaluationSteps(steps: number, times: number): number[] {
  if (times === 0) return [];
  const spaced = Array.from({ length: times - 1 }, (_, k) => Math.round(steps ** (k / Math.max(1, times - 2))));
  return [...new Set([0, ...spaced])];
}

/**
 * Throws ConfigError where a checkpoint's config is not the one to go on with. Of one that stands at a step, changes that
 * come later may be others.
 */
export function assertSameConfig(resumed: Config, wanted: Config, step = Number.POSITIVE_INFINITY): void {
  const differing = Object.keys(difference(resumed, wanted)).filter(
    (path) =>
      path !== "training.changes" || changesBefore(resumed.training, step) !== changesBefore(wanted.training, step),
  );
  if (differing.length > 0) {
    throw new ConfigError(
      `invalid checkpoint: wanted one of the same config, got one that differs in ${differing
        .map((path) => `${path} (${getSetting(resumed, path)}, not ${settingOrDefault(wanted, path)})`)
        .join(", ")}`,
    );
  }
}
