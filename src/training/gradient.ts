import * as tf from "@tensorflow/tfjs-core";
import { activate, currentEngine, type Engine, type Program } from "../kernels/engine.ts";
import { readbackFlat } from "../kernels/readback.ts";
import { squaredError } from "../kernels/squaredError.ts";
import { record } from "../kernels/trace.ts";
import { checkLength } from "../numerics/checks.ts";
import type { TokenBatch } from "../prompts/tokens.ts";
import type { Model } from "../transformer/model.ts";
import { countParameters, toTensors } from "../transformer/parameters.ts";

/** A training batch: tokens, targets, and their weights. */
export interface TrainingBatch {
  readonly tokens: TokenBatch;
  readonly stride: number; // the model is read at every stride-th token
  readonly answers: Float32Array; // [B, P, M]
  readonly labelSize?: number; // M, numbers an answer; default 1
  readonly loss: "all" | "query"; // over all P positions, or the last only
  readonly of?: number; // number of prompts of the complete batch, if this is a part of one
}

/** A loss and its gradient, flat like the parameters. */
export interface Gradient {
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** Computes the gradients of one model: of the mean squared error on a batch, or on a part of one. */
export interface Differentiator {
  gradient(parameters: Float32Array, batch: TrainingBatch): Promise<Gradient>;
  dispose(): void;
}

/**
 * If the engine can compile, the kernels that the first batch of a shape runs are recorded, and replayed for the next
 * ones: less than two thirds of the time if a model is small. Otherwise each batch is computed from the beginning.
 */
export function differentiator(model: Model, engine = currentEngine()): Differentiator {
  const programs = new Map<string, Program>();
  const count = countParameters(model.specs);
  return {
    async gradient(parameters, batch) {
      checkBatch(batch);
      checkLength("parameters", parameters, count);
      activate(engine);
      const { compile } = engine;
      if (!compile) return gradient(model, parameters, batch);
      const { prompts, length, width, prefix } = batch.tokens;
      const key = [prompts, length, width, prefix, batch.stride].join();
      const program = programs.get(key) ?? compiled(compile, model, parameters, batch);
      programs.set(key, program);
      return lossFirst(await program.run(parameters, batch.tokens.values, batch.answers, lossWeights(batch), UNIT));
    },
    dispose() {
      for (const program of programs.values()) program.dispose();
      programs.clear();
    },
  };
}

/** Throws one sentence if the arrays of a batch do not match its sizes, which a recorded program would not notice. */
function checkBatch({ tokens, answers, stride, labelSize = 1 }: TrainingBatch): void {
  const { prompts, length, width, values } = tokens;
  checkLength("tokens", values, prompts * length * width, "[B, T, width]");
  checkLength("answers", answers, prompts * Math.ceil(length / stride) * labelSize, "[B, P, M]");
}

/** Mean squared error of a model on a batch (or a batch's part of it), and its gradient, computed without a recording. */
export async function gradient(model: Model, parameters: Float32Array, batch: TrainingBatch): Promise<Gradient> {
  return lossFirst(await readbackFlat(() => derive(model, inputsOf(model, parameters, batch), batch)));
}

function compiled(
  compile: NonNullable<Engine["compile"]>,
  model: Model,
  parameters: Float32Array,
  batch: TrainingBatch,
): Program {
  const inputs = inputsOf(model, parameters, batch);
  try {
    return compile(record(inputs, () => derive(model, inputs, batch)));
  } finally {
    tf.dispose(inputs);
  }
}

/** The inputs of `derive`: the parameters, then a batch's tokens, answers, their weights, and the unit gradient of the loss. */
function inputsOf(model: Model, parameters: Float32Array, batch: TrainingBatch): tf.Tensor[] {
  const { prompts, length, width, values } = batch.tokens;
  const weights = lossWeights(batch);
  return [
    ...Object.values(toTensors(model.specs, parameters)),
    tf.tensor3d(values, [prompts, length, width]),
    tf.tensor2d(batch.answers, [prompts, weights.length]),
    tf.tensor2d(weights, [1, weights.length]),
    tf.tensor(UNIT, []),
  ];
}

const UNIT = Float32Array.of(1);

/** The loss and the gradient of each parameter tensor. */
function derive(
  model: Model,
  inputs: readonly tf.Tensor[],
  { tokens: { prefix }, stride }: TrainingBatch,
): tf.Tensor[] {
  const [tokens, answers, weights, unit] = inputs.slice(model.specs.length);
  const lossOf = (...parts: tf.Tensor[]) => {
    const named = Object.fromEntries(model.specs.map(({ name }, k) => [name, parts[k] as tf.Tensor]));
    const output = model.forward(named, { tokens: tokens as tf.Tensor3D, prefix }, stride);
    return squaredError(output, answers as tf.Tensor2D, weights as tf.Tensor2D);
  };
  const { value, grads } = tf.valueAndGrads(lossOf)(inputs.slice(0, model.specs.length), unit as tf.Scalar);
  return [value, ...grads];
}

function lossFirst(numbers: Float32Array): Gradient {
  return { loss: numbers[0] as number, gradient: numbers.subarray(1) };
}

/** How much each number counts in the loss, [P, M]. */
function lossWeights({ tokens, answers, labelSize = 1, loss, of = tokens.prompts }: TrainingBatch): Float32Array {
  const numbers = answers.length / tokens.prompts;
  const weights = new Float32Array(numbers);
  const counted = loss === "all" ? numbers : labelSize;
  return weights.fill(1 / (of * counted), numbers - counted);
}
