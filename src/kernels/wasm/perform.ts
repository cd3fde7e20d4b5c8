import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Layout } from "./fusedKernel.ts";
import { addressOf, allocate, type WasmBackend, withScratch } from "./wasmMemory.ts";

/** A kernel that has run, and on which data: those of inputs by name, those of outputs in order. */
export interface Call {
  readonly layout: Layout;
  readonly inputs: Readonly<Record<string, object>>;
  readonly outputs: readonly object[];
}

let calls: Call[] | undefined; // while they are listened to

/** Runs a kernel in the backend's own memory. */
export function execute(
  backend: WasmBackend,
  layout: Layout,
  inputs: Readonly<Record<string, TensorInfo>>,
): TensorInfo[] {
  const outputs = layout.outputs.map((shape) => allocate(backend, ...shape));
  const at = mapValues(inputs, (tensor) => addressOf(backend, tensor));
  const to = outputs.map((tensor) => addressOf(backend, tensor));
  const { scratch } = layout;
  if (scratch === undefined) layout.run(at, to, 0);
  else withScratch(backend, scratch, (address) => layout.run(at, to, address));
  calls?.push({
    layout,
    inputs: mapValues(inputs, (tensor) => tensor.dataId),
    outputs: outputs.map((tensor) => tensor.dataId),
  });
  return outputs;
}

/** The kernels that ran during `compute`, in order. */
export function traceCalls(compute: () => void): readonly Call[] {
  const heard: Call[] = [];
  calls = heard;
  try {
    compute();
  } finally {
    calls = undefined;
  }
  return heard;
}

export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
