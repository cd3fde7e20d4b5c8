import { currentEngine } from "../kernels/engine.ts";
import type { PromptBatch } from "../prompts/prompt.ts";
import { type ForwardPass, forwardPasses } from "../transformer/forwardPass.ts";
import type { Model } from "../transformer/model.ts";
import { differentiator, type TrainingBatch } from "./gradient.ts";
import { type FlatMatrix, orthogonalize } from "./muon.ts";
import type { ProbeTask, TrainedProbe } from "./probeTask.ts";
import { type PartialSum, type Shard, sumBranches } from "./shards.ts";

/** Prompts that reference algorithms answer, as many as one thread takes at a time. Its arrays are its own: a thread gets copies. */
export interface AlgorithmPart {
  readonly ids: readonly string[]; // of reference algorithms
  readonly batch: PromptBatch; // of b prompts
}

/** The same with fresh queries, from whose answers linear weights are computed. */
export interface QueriedPart extends AlgorithmPart {
  readonly queries: Float32Array; // [b, M, D]
}

/** Computes the answers of reference algorithms, in float64. */
export interface AlgorithmReplica {
  /** Answers [b, N + 1], by part and algorithm. */
  answers(parts: readonly AlgorithmPart[]): Promise<readonly (readonly Float32Array[])[]>;
  /** The linear weights that the algorithms imply after 1…N exemplars, [N, b, D], by part and algorithm. */
  weights(parts: readonly QueriedPart[]): Promise<readonly (readonly Float64Array[])[]>;
}

/** Computes the expensive parts of a step: this thread, or a worker with the same model and prompts. */
export interface StepReplica {
  /** Loss and gradient of shards at these parameters, each divided by the number of prompts of the batch, summed as far as possible. */
  gradients(parameters: Float32Array, shards: readonly Shard[], prompts: number): Promise<readonly PartialSum[]>;
  /** What the model with these parameters reads in some forward passes. */
  forward(parameters: Float32Array, passes: readonly ForwardPass[]): Promise<readonly Float32Array[]>;
  orthogonalize(matrices: readonly FlatMatrix[]): Promise<readonly Float32Array[]>;
  close(): void;
}

/** Trains probes of hidden states. */
export interface ProbeReplica {
  /** Each task once it is trained. */
  probes(tasks: readonly ProbeTask[]): Promise<readonly TrainedProbe[]>;
}

/** Computes the expensive parts of a step, of an evaluation and of a measurement. */
export interface Replica extends StepReplica, AlgorithmReplica, ProbeReplica {}

/** The error of a replica that still works: it could not compute what it was asked. */
export class QuestionError extends Error {}

/** The steps' replica in this thread. `sample` draws prompts first…first + prompts − 1 of the training stream. */
export function localReplica(
  model: Model,
  sample: (first: number, prompts: number) => TrainingBatch,
  engine = currentEngine(),
): StepReplica {
  const { gradient, dispose } = differentiator(model, engine);
  return {
    async gradients(parameters, shards, prompts) {
      const parts: PartialSum[] = [];
      for (const { first, prompts: some, index } of shards) {
        const part = await gradient(parameters, { ...sample(first, some), of: prompts });
        parts.push({ ...part, from: index, to: index + 1 });
      }
      return sumBranches(parts, 0, shards[0]?.count ?? 0);
    },
    async forward(parameters, passes) {
      const forward = forwardPasses(model, parameters, engine);
      try {
        return await forward.run(passes);
      } finally {
        forward.dispose();
      }
    },
    async orthogonalize(matrices) {
      const updates: Float32Array[] = [];
      for (const matrix of matrices) updates.push(await orthogonalize(matrix, engine));
      return updates;
    },
    close: dispose,
  };
}
