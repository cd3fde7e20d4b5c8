import * as tf from "@tensorflow/tfjs-core";
import type { BackendName } from "./backendNames.ts";
import type { Operations } from "./operations.ts";
import type { Trace } from "./trace.ts";

/**
 * What computes: the operations of a model on tfjs's tensors, with their gradients. Code outside this folder uses an
 * engine only through this interface.
 */
export interface Engine {
  readonly name: BackendName;
  readonly operations: Operations;
  /** Prepares recorded kernels to run again on other numbers, in memory of their own; absent if the engine cannot record. */
  readonly compile?: (trace: Trace) => Program;
  /** The numbers of tensors, in their order. Resolves once they are computed. */
  read(tensors: readonly tf.Tensor[]): Promise<readonly Float32Array[]>;
}

/** Recorded kernels: the same calls, so the same bits, without the tensor and gradient bookkeeping of tfjs. */
export interface Program {
  /**
   * Fills the inputs from blocks of numbers, one after another; gives the outputs' numbers, one after another. Runs do not
   * overlap on one engine, because a program has one memory for its numbers: a second run waits until the numbers of the
   * first are read.
   */
  run(...blocks: readonly Float32Array[]): Promise<Float32Array>;
  dispose(): void;
}

const engines = new Map<string, Engine>(); // that have started, by the name of their tfjs backend

/**
 * Makes an engine the current one. Whatever holds tensors over an `await` holds its engine too, and activates it before
 * it computes: another run or learner of the process may use another one.
 */
export function activate(engine: Engine): void {
  engines.set(engine.name, engine);
  if (tf.getBackend() !== engine.name) void tf.setBackend(engine.name); // at once, because the backend has started
}

/** The current engine. Throws if none was started. */
export function currentEngine(): Engine {
  const engine = engines.get(tf.getBackend());
  if (!engine) throw new Error("no engine runs: startEngine starts one");
  return engine;
}
