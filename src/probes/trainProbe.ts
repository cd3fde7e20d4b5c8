import * as tf from "@tensorflow/tfjs-core";
import { activate, currentEngine, type Engine } from "../kernels/engine.ts";
import { readback, readbackFlat } from "../kernels/readback.ts";
import { squaredError } from "../kernels/squaredError.ts";
import { randomAt } from "../numerics/random.ts";
import { mean } from "../numerics/statistics.ts";
import { initialState, update } from "../training/optimizer.ts";
import type { ProbeTask, TrainedProbe } from "../training/probeTask.ts";
import type { ProbeReplica } from "../training/replica.ts";
import type { TrainingConfig } from "../training/trainingConfig.ts";
import type { HiddenStates } from "../transformer/hiddenStates.ts";
import { toTensors } from "../transformer/parameters.ts";
import { attentionOfProbe, type Probe, probe } from "./probe.ts";

/** How probes are trained. With 1,500 steps, or a rate of 3e-3, a probe reads only half as much of XᵀY. */
const TRAINING: TrainingConfig = {
  ...{ steps: 3000, batch: 256, optimizer: "adam", learningRate: 1e-2, warmup: 50, decay: "linear", clip: 0 },
  ...{ matrixRate: 0, momentum: 0, beta2: 0.98, epsilon: 1e-8, changes: "", shards: 4 },
};

/** Trains probes in this thread, one after another. */
export const localProbes = (engine: Engine): ProbeReplica => ({
  async probes(tasks) {
    const trained: TrainedProbe[] = [];
    for (const task of tasks) trained.push(await trainProbe(task, engine));
    return trained;
  },
});

/** Trains a probe on some prompts and measures it on others, on an engine. */
export async function trainProbe(
  { kind, training, heldOut, seed }: ProbeTask,
  engine = currentEngine(),
): Promise<TrainedProbe> {
  const { hiddenSize, tokens, prompts } = training.hidden;
  const dim = training.targets.length / prompts;
  const readout = probe(kind, tokens, hiddenSize, dim);
  const states = standardizer(training.hidden);
  const unit = Math.sqrt(spreadOf(training.targets, dim) / dim); // a target's standard deviation
  const targets = Float32Array.from(training.targets, (value) => value / unit);
  const hidden = states(training.hidden);
  let state = initialState(readout.init(seed));
  const size = hiddenSize * tokens;
  const { batch, steps } = TRAINING;
  const batchHidden = new Float32Array(batch * size);
  const batchTargets = new Float32Array(batch * dim);
  for (let step = 0; step < steps; step++) {
    const random = randomAt(seed, "probe", step);
    for (let b = 0; b < batch; b++) {
      const at = random.integer(prompts);
      batchHidden.set(hidden.subarray(at * size, (at + 1) * size), b * size);
      batchTargets.set(targets.subarray(at * dim, (at + 1) * dim), b * dim);
    }
    const gradient = await gradientOf(readout, state.parameters, batchHidden, batchTargets, tokens, engine);
    state = await update(state, gradient, readout.specs, TRAINING, noMatrices);
  }
  const read = await answersOf(readout, state.parameters, states(heldOut.hidden), tokens, engine);
  const spread = spreadOf(heldOut.targets, dim);
  const errors = Float64Array.from({ length: heldOut.hidden.prompts }, (_, b) => {
    let sum = 0;
    for (let k = b * dim; k < (b + 1) * dim; k++)
      sum += ((read[k] as number) * unit - (heldOut.targets[k] as number)) ** 2;
    return sum / spread;
  });
  return { errors, attention: await attentionOfProbe(readout, state.parameters, engine) };
}

const noMatrices = async () => [];

/** Standardizes each coordinate at each token: minus its mean, divided by the coordinate's standard deviation, both from the training prompts. */
function standardizer({ values, prompts, hiddenSize, tokens }: HiddenStates): (of: HiddenStates) => Float32Array {
  const size = hiddenSize * tokens;
  const means = new Float64Array(size);
  values.forEach((value, k) => {
    means[k % size] = (means[k % size] as number) + value / prompts;
  });
  const variances = new Float64Array(hiddenSize);
  values.forEach((value, k) => {
    const h = Math.floor((k % size) / tokens);
    variances[h] = (variances[h] as number) + (value - (means[k % size] as number)) ** 2 / prompts / tokens;
  });
  const scales = variances.map((variance) => (variance > 0 ? 1 / Math.sqrt(variance) : 0)); // a constant has no information
  return (of) =>
    of.values.map((value, k) => {
      const j = k % size;
      return (value - (means[j] as number)) * (scales[Math.floor(j / tokens)] as number);
    });
}

/** Mean squared distance of vectors [B, D] from their mean. */
function spreadOf(vectors: Float64Array, dim: number): number {
  const columns = Array.from({ length: dim }, (_, d) => vectors.filter((_, k) => k % dim === d));
  return columns.reduce((sum, column) => {
    const centre = mean(column);
    return sum + mean(column.map((value) => (value - centre) ** 2));
  }, 0);
}

/** Gradient of the mean squared error on a batch: hidden [B H, T], targets [B, D]. */
async function gradientOf(
  { specs, forward }: Probe,
  parameters: Float32Array,
  hidden: Float32Array,
  targets: Float32Array,
  tokens: number,
  engine: Engine,
): Promise<Float32Array> {
  const [batch, dim] = [TRAINING.batch, targets.length / TRAINING.batch];
  return readbackFlat(() => {
    const x = tf.tensor2d(hidden, [hidden.length / tokens, tokens]);
    const answers = tf.tensor2d(targets, [batch, dim]);
    const weights = tf.fill([1, dim], 1 / targets.length) as tf.Tensor2D;
    const lossOf = (...parts: tf.Tensor[]) => {
      const named = Object.fromEntries(specs.map(({ name }, k) => [name, parts[k] as tf.Tensor]));
      return squaredError(forward(named, x), answers, weights);
    };
    const { grads } = tf.valueAndGrads(lossOf)(Object.values(toTensors(specs, parameters)), tf.scalar(1));
    return grads;
  }, engine);
}

async function answersOf(
  { specs, forward }: Probe,
  parameters: Float32Array,
  hidden: Float32Array,
  tokens: number,
  engine: Engine,
) {
  activate(engine);
  const tensors = toTensors(specs, parameters);
  try {
    return await readback(() => forward(tensors, tf.tensor2d(hidden, [hidden.length / tokens, tokens])), engine);
  } finally {
    tf.dispose(tensors);
  }
}
