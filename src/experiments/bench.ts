import { startBackend } from "../kernels/backend.ts";
import { median } from "../numerics/statistics.ts";
import { gradient } from "../training/gradient.ts";
import { initialState, update } from "../training/optimizer.ts";
import { modelOf } from "./checkpoint.ts";
import { type Config, cost, defaults, withSettings } from "./config.ts";
import type { Host } from "./host.ts";
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
  readonly ms: { readonly sampling: number; readonly gradient: number; readonly optimizer: number };
  readonly gflops: number; // of the step's matrix products
  readonly steps: number; // timed, after the warm-up
}

const WARM_UP = 3;

/** Times whole training steps (sampling, gradient, optimiser, loss read-back) of one size. */
export async function benchStep(
  size: BenchSize,
  optimizer: "adam" | "muon",
  steps: number,
  host: Host,
): Promise<BenchRow> {
  const config = withSettings(defaults, { ...benchSizes[size], "training.optimizer": optimizer });
  const backend = await startBackend(host.backend, host.wasmPaths, host.warn);
  const model = modelOf(config);
  let state = initialState(model.init(config.seed));
  const times = {
    whole: [] as number[],
    sampling: [] as number[],
    gradient: [] as number[],
    optimizer: [] as number[],
  };
  for (let k = 0; k < WARM_UP + steps; k++) {
    const start = host.now();
    const batch = trainingBatchOf(config, state.step * config.training.batch, config.training.batch);
    const sampled = host.now();
    const { gradient: raw } = gradient(model, state.parameters, batch);
    const derived = host.now();
    state = update(state, raw, model.specs, config.training);
    const end = host.now();
    if (k < WARM_UP) continue;
    times.whole.push(end - start);
    times.sampling.push(sampled - start);
    times.gradient.push(derived - sampled);
    times.optimizer.push(end - derived);
  }
  const msPerStep = median(times.whole);
  return {
    size,
    backend,
    workers: 1,
    optimizer,
    msPerStep,
    ms: { sampling: median(times.sampling), gradient: median(times.gradient), optimizer: median(times.optimizer) },
    gflops: cost(config).flopPerStep / msPerStep / 1e6,
    steps,
  };
}
