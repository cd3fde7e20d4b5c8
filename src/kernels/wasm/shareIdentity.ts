import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { WasmBackend } from "./wasmMemory.ts";

/**
 * The identity without a copy, as in tfjs's other backends: its WASM backend copies every tensor that is saved for
 * a gradient.
 */
export function shareIdentity(backend: WasmBackend, x: TensorInfo): TensorInfo {
  backend.incRef(x.dataId);
  return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
}
