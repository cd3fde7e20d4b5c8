import * as tf from "@tensorflow/tfjs-core";

/** Numbers in an engine's memory: equal keys mean the same numbers. */
export interface Data {
  readonly key: object;
  readonly shape: readonly number[];
}

/** A kernel that has run: its name, and its inputs by name and outputs in order. */
export interface Call {
  readonly kernel: string;
  readonly attributes: tf.NamedAttrMap;
  readonly inputs: Readonly<Record<string, Data>>;
  readonly outputs: readonly Data[];
}

/** A computation as a list of its kernel calls, in order. */
export interface Trace {
  readonly inputs: readonly Data[];
  readonly calls: readonly Call[];
  readonly outputs: readonly Data[];
}

let calls: Call[] | undefined; // while they are recorded

/** Engines call this after each of their kernels. */
export const recordCall = (call: () => Call): void => void calls?.push(call());

/** Tensors as the data of a trace. */
export const dataOf = ({ dataId, shape }: tf.TensorInfo): Data => ({ key: dataId, shape });

/**
 * Records the computation of `compute` on the inputs, and disposes of its tensors. Throws unless the engine's own kernels
 * do all of it: calls of tfjs kernels would be missing.
 */
export function record(inputs: readonly tf.Tensor[], compute: () => readonly tf.Tensor[]): Trace {
  const recorded: Call[] = [];
  let outputs: readonly Data[] = [];
  calls = recorded;
  try {
    tf.tidy(() => {
      outputs = compute().map(dataOf);
    });
  } finally {
    calls = undefined;
  }
  const trace = { inputs: inputs.map(dataOf), calls: recorded, outputs };
  assertComplete(trace);
  return trace;
}

function assertComplete({ inputs, calls, outputs }: Trace): void {
  const made = new Set(inputs.map(({ key }) => key));
  for (const call of calls) {
    for (const [name, { key }] of Object.entries(call.inputs)) {
      if (!made.has(key)) throw new Error(`a program's input ${name} was not made by a fused kernel`);
    }
    for (const { key } of call.outputs) made.add(key);
  }
  if (!outputs.every(({ key }) => made.has(key))) throw new Error("a program's output was not made by a fused kernel");
}
