import type { NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import { dataOf, recordCall } from "../trace.ts";
import type { FusedKernel } from "./fusedKernel.ts";
import type { KernelExports } from "./kernelExports.ts";
import { addressOf, allocate, type WasmBackend, withScratch } from "./wasmMemory.ts";

/** A kernel by name, with its inputs. */
export interface KernelCall {
  readonly name: string;
  readonly kernel: FusedKernel<string>;
  readonly attributes: NamedAttrMap;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
}

/** Runs a kernel in the backend's own memory. */
export function execute(
  backend: WasmBackend,
  kernels: KernelExports,
  { name, kernel, attributes, inputs }: KernelCall,
): TensorInfo[] {
  const layout = kernel(
    kernels,
    mapValues(inputs, ({ shape }) => shape),
    attributes,
  );
  const outputs = layout.outputs.map((shape) => allocate(backend, ...shape));
  const at = mapValues(inputs, (tensor) => addressOf(backend, tensor));
  const to = outputs.map((tensor) => addressOf(backend, tensor));
  const { scratch } = layout;
  if (scratch === undefined) layout.run(at, to, 0);
  else withScratch(backend, scratch, (address) => layout.run(at, to, address));
  recordCall(() => ({ kernel: name, attributes, inputs: mapValues(inputs, dataOf), outputs: outputs.map(dataOf) }));
  return outputs;
}

export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
