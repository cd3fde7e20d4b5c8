import type { NamedAttrMap, TensorInfo } from "@tensorflow/tfjs-core";
import type { KernelExports } from "./kernelExports.ts";
import type { WasmBackend } from "./wasmMemory.ts";

/** A kernel of tfjs's WASM backend that runs one of ours: its outputs, from its inputs by name. */
export type FusedKernel<Inputs extends string, Optional extends string = never> = (
  kernels: KernelExports,
  backend: WasmBackend,
  inputs: Readonly<Record<Inputs, TensorInfo> & Partial<Record<Optional, TensorInfo>>>,
  attrs: NamedAttrMap,
) => TensorInfo[];
