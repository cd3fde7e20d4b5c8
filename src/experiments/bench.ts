import { startBackend } from "../kernels/backend.ts";
import { median } from "../numerics/statistics.ts";
import { initialState, update } from "../training/optimizer.ts";
import { shardsOf, sumTree } from "../training/shards.ts";
import { modelOf } from "./checkpoint.ts";
import { type Config, cost, defaults, withSettings } from "./config.ts";
import type { Host } from "./host.ts";
import { replicasOf } from "./replica.ts";
import { trainingBatchOf } from "./trainingBatchOf.ts";

/** The sizes whose step is timed, as differences from the defaults. */
export const benchSizes = {
  small: { "prompts.dim": 4, "prompts.exemplars": 10, "model.layers": 2, "model.hiddenSize": 32, "model.heads": 2 },
  medium: { "prompts.dim": 8, "prompts.exemplars": 20, "model.layers": 4, "model.hiddenSize": 64, "model.heads": 4 },
  large: { "prompts.dim": 8, "prompts.exemplars": 20, "model.layers": 8, "model.hiddenSize": 128, "model.heads": 4 },
} as const;

export type BenchSize = keyof typeof benchSizes;

/** Median milliseconds of a training step, whole and by part. */
export interface BenchRow {
  readonly size: BenchSize;
  readonly backend: string;
  readonly workers: number;
  readonly optimizer: Config["training"]["optimizer"];
  readonly msPerStep: number;
  /** gradient: shards' sampling, forward and backward pass, and their sum; sampling: the whole batch's, by one thread. */
  readonly ms: { readonly gradient: number; readonly optimizer: number; readonly sampling: number };
  readonly gflops: number; // of the step's matrix products
  readonly steps: number; // timed, after the warm-up
}

const WARM_UP = 3;

/** Times whole training steps (sampling, gradient, optimiser, synchronisation, loss read-back) of one size. */
export async function benchStep(
  size: BenchSize,
  optimizer: "adam" | "muon",
  steps: number,
  host: Host,
): Promise<BenchRow> {
  const config = withSettings(defaults, { ...benchSizes[size], "training.optimizer": optimizer });
  const { batch } = config.training;
  const backend = await startBackend(host.backend, host.wasmPaths, host.warn);
  const model = modelOf(config);
  const replicas = await replicasOf(config, host);
  try {
    let state = initialState(model.init(config.seed));
    const times = {
      whole: [] as number[],
      sampling: [] as number[],
      gradient: [] as number[],
      optimizer: [] as number[],
    };
    for (let k = 0; k < WARM_UP + steps; k++) {
      const start = host.now();
      const parts = await replicas.gradients(state.parameters, shardsOf(state.step * batch, batch), batch);
      const sum = sumTree(parts);
      const derived = host.now();
      state = await update(state, sum.gradient, model.specs, config.training, replicas.orthogonalize);
      const end = host.now();
      trainingBatchOf(config, state.step * batch, batch); // a part of the gradient's time, told apart
      const sampled = host.now();
      if (k < WARM_UP) continue;
      times.whole.push(end - start);
      times.gradient.push(derived - start);
      times.optimizer.push(end - derived);
      times.sampling.push(sampled - end);
    }
    const msPerStep = median(times.whole);
    return {
      size,
      backend,
      workers: replicas.size,
      optimizer,
      msPerStep,
      ms: { gradient: median(times.gradient), optimizer: median(times.optimizer), sampling: median(times.sampling) },
      gflops: cost(config).flopPerStep / msPerStep / 1e6,
      steps,
    };
  } finally {
    replicas.close();
  }
}
