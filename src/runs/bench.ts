import { modelOf } from "../checkpoints/checkpoint.ts";
import type { Host } from "../checkpoints/host.ts";
import { withSettings } from "../config/config.ts";
import { cost } from "../config/cost.ts";
import { presetConfig } from "../config/presets.ts";
import { type Config, defaults, type Setting } from "../config/schema.ts";
import { threadsToCompare, threadsToTrain } from "../config/threads.ts";
import type { Engine } from "../kernels/engine.ts";
import { peakGflops } from "../kernels/peak.ts";
import { startEngine } from "../kernels/startEngine.ts";
import { median } from "../numerics/statistics.ts";
import { initialState, update } from "../training/optimizer.ts";
import type { Replica } from "../training/replica.ts";
import { shardsOf, sumOf } from "../training/shards.ts";
import { compareOnPrompts } from "./compareCheckpoint.ts";
import { createReplica, createReplicas } from "./replicas.ts";
import { trainingSampler } from "./trainingBatch.ts";

/** The sizes to time, as differences from the defaults. */
export const benchSizes = {
  small: { "prompts.dim": 4, "prompts.exemplars": 10, "model.layers": 2, "model.hiddenSize": 32, "model.heads": 2 },
  medium: { "prompts.dim": 8, "prompts.exemplars": 20, "model.layers": 4, "model.hiddenSize": 64, "model.heads": 4 },
  large: { "prompts.dim": 8, "prompts.exemplars": 20, "model.layers": 8, "model.hiddenSize": 128, "model.heads": 4 },
} as const;

export type BenchSize = keyof typeof benchSizes;

/** Parts of a step; their medians need not add up to the median of the step. */
export const benchParts = {
  sampling: "prompts of this thread's shards",
  gradient: "their forward and backward passes",
  synchronisation: "messages to the other threads, waiting for them, and the sum of all shards",
  optimizer: "the update, including Muon's products",
} as const;

/** Median milliseconds of a training step, in total and by part. */
export interface StepBench {
  readonly backend: string;
  readonly workers: number;
  readonly shards: number; // parts of a batch
  readonly optimizer: Config["training"]["optimizer"];
  readonly msPerStep: number;
  readonly ms: Readonly<Record<keyof typeof benchParts, number>>;
  readonly gflops: number; // of the step's matrix products, per second
  readonly peakShare: number; // share of `peakGflops` times the number of workers
  readonly steps: number; // timed, after the warm-up
}

/** How long to time a step: a number of steps, or a number of milliseconds with at least three steps. */
export type BenchLength = { readonly steps: number } | { readonly ms: number };

const MIN_STEPS = 3;

/** The config of a size with Adam, or of a preset, with some other settings. Throws a sentence if there is no such preset. */
export function benchConfig(name: string, settings: Readonly<Record<string, Setting>>): Config {
  if (!Object.hasOwn(benchSizes, name)) return withSettings(presetConfig(name), settings);
  const size = { ...benchSizes[name as BenchSize], "training.optimizer": "adam" };
  return withSettings(withSettings(defaults, size), settings);
}

/** Times complete training steps (sampling, gradient, synchronisation, optimiser) of a config, after a warm-up. */
export async function benchStep(config: Config, length: BenchLength, host: Host): Promise<StepBench> {
  const engine = await startEngine(host);
  const peak = await peakGflops(engine, host.now);
  const spent: Spent = { sampling: 0, compute: 0 };
  const local = await timedReplica(config, host, engine, spent);
  const replicas = await createReplicas(config, host, local, threadsToTrain(config, host));
  try {
    const step = timedTraining(config, replicas, host, spent);
    await stepsOf(step, host, { ms: 2000, steps: 1 }); // until engines have compiled the hot code
    const steps = await stepsOf(
      step,
      host,
      "ms" in length ? { ms: length.ms, steps: MIN_STEPS } : { ms: 0, steps: length.steps },
    );
    const msPerStep = median(steps.map(({ total }) => total));
    const of = (part: keyof typeof benchParts) => median(steps.map(({ parts }) => parts[part]));
    const gflops = cost(config).flopPerStep / msPerStep / 1e6;
    return {
      backend: engine.name,
      workers: replicas.size,
      shards: config.training.shards,
      optimizer: config.training.optimizer,
      msPerStep,
      ms: {
        sampling: of("sampling"),
        gradient: of("gradient"),
        synchronisation: of("synchronisation"),
        optimizer: of("optimizer"),
      },
      gflops,
      peakShare: gflops / (peak * replicas.size),
      steps: steps.length,
    };
  } finally {
    replicas.close();
  }
}

/** Seconds of a comparison. */
export interface ComparisonBench {
  readonly prompts: number;
  readonly exemplars: number;
  readonly dim: number;
  readonly workers: number; // threads that could share it
  readonly seconds: number; // drawing the prompts, all answers, and the rows
}

/** Times one complete comparison of a config's untrained transformer with the algorithms, starting the threads included. */
export async function benchComparison(config: Config, prompts: number, host: Host): Promise<ComparisonBench> {
  await startEngine(host);
  const checkpoint = { config, state: initialState(modelOf(config).init(config.seed)), secondsTraining: 0 };
  const start = host.now();
  const { result } = await compareOnPrompts(checkpoint, { prompts, seed: config.seed }, host);
  const seconds = (host.now() - start) / 1000;
  const { evaluation: workers } = threadsToCompare(config, prompts, host);
  return { prompts, exemplars: result.exemplars, dim: result.dim, workers, seconds };
}

/** Milliseconds that this thread has spent in a step. */
interface Spent {
  sampling: number;
  compute: number; // for its share: sampling and gradient
}

/** The replica of this thread. It adds its times to `spent`. */
async function timedReplica(config: Config, host: Host, engine: Engine, spent: Spent): Promise<Replica> {
  const sample = await trainingSampler(config);
  const local = createReplica(
    config,
    (first, prompts) => {
      const start = host.now();
      const drawn = sample(first, prompts);
      spent.sampling += host.now() - start;
      return drawn;
    },
    engine,
  );
  return {
    ...local,
    async gradients(...question) {
      const start = host.now();
      const gradients = await local.gradients(...question);
      spent.compute += host.now() - start;
      return gradients;
    },
  };
}

/** Milliseconds of one step. */
interface StepTimes {
  readonly total: number;
  readonly parts: StepBench["ms"];
}

/** A training from step 0. Each call makes one more step. */
function timedTraining(config: Config, replicas: Replica, host: Host, spent: Spent): () => Promise<StepTimes> {
  const { batch, shards: count } = config.training;
  const model = modelOf(config);
  let state = initialState(model.init(config.seed));
  return async () => {
    [spent.sampling, spent.compute] = [0, 0];
    const start = host.now();
    const shards = shardsOf(state.step * batch, batch, count);
    const sum = sumOf(await replicas.gradients(state.parameters, shards, batch), shards);
    const derived = host.now();
    state = await update(state, sum.gradient, model.specs, config.training, replicas.orthogonalize);
    const end = host.now();
    return {
      total: end - start,
      parts: {
        sampling: spent.sampling,
        gradient: spent.compute - spent.sampling,
        synchronisation: derived - start - spent.compute,
        optimizer: end - derived,
      },
    };
  };
}

/** Runs steps until both minimums are reached. */
async function stepsOf(
  step: () => Promise<StepTimes>,
  host: Host,
  minimum: { readonly ms: number; readonly steps: number },
): Promise<readonly StepTimes[]> {
  const until = host.now() + minimum.ms;
  const steps: StepTimes[] = [];
  do steps.push(await step());
  while (host.now() < until || steps.length < minimum.steps);
  return steps;
}
