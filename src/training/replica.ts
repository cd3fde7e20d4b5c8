import type { Model } from "../transformer/model.ts";
import { type Gradient, gradient, type TrainingBatch } from "./gradient.ts";
import { type FlatMatrix, orthogonalize } from "./muon.ts";
import type { Shard } from "./shards.ts";

/** Whatever does the heavy parts of a step: this thread, or a worker that has the same model and prompts. */
export interface Replica {
  /** Loss and gradient of each shard at these parameters, each divided by the prompts of the whole batch. */
  gradients(parameters: Float32Array, shards: readonly Shard[], prompts: number): Promise<readonly Gradient[]>;
  orthogonalize(matrices: readonly FlatMatrix[]): Promise<readonly Float32Array[]>;
  close(): void;
}

/** The replica that is this thread. `sample` draws prompts first…first + prompts − 1 of the training stream. */
export function localReplica(model: Model, sample: (first: number, prompts: number) => TrainingBatch): Replica {
  return {
    gradients: async (parameters, shards, prompts) =>
      shards.map((shard) => gradient(model, parameters, { ...sample(shard.first, shard.prompts), of: prompts })),
    orthogonalize: async (matrices) => matrices.map(orthogonalize),
    close() {},
  };
}
