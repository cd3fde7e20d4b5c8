import type { TensorInfo } from "@tensorflow/tfjs-core";

/** The part of tfjs's WASM backend that the kernels use: its memory, and the addresses of tensors. */
export interface WasmBackend {
  readonly wasm: { readonly asm: { readonly memory: WebAssembly.Memory } };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: "float32"): TensorInfo;
  incRef(dataId: object): void;
  disposeData(dataId: object): boolean;
}

/** The address of a tensor; 0, which no tensor has, if it is absent. */
export function addressOf(backend: WasmBackend, tensor: TensorInfo | undefined): number {
  return tensor ? backend.dataIdMap.get(tensor.dataId).memoryOffset : 0;
}

const MAX_BYTES = 2 ** 32; // of a WebAssembly memory; beyond that tfjs would wrap around and overwrite other tensors

/** A new float32 tensor with undefined numbers. Throws if the memory is full. */
export function allocate(backend: WasmBackend, ...shape: number[]): TensorInfo {
  if (shape.reduce((bytes, n) => bytes * n, 4) < MAX_BYTES) {
    const tensor = backend.makeOutput(shape, "float32");
    if (addressOf(backend, tensor) > 0) return tensor;
    backend.disposeData(tensor.dataId);
  }
  throw new Error(`WebAssembly's memory is full: expected room for a tensor of [${shape.join(", ")}]`);
}

/** Calls `use` with the address of so many bytes, and frees them afterwards. */
export function withScratch<T>(backend: WasmBackend, bytes: number, use: (address: number) => T): T {
  const scratch = allocate(backend, Math.ceil((bytes >>> 0) / 4)); // sizes of 2 GB and more arrive as negative numbers
  try {
    return use(addressOf(backend, scratch));
  } finally {
    backend.disposeData(scratch.dataId);
  }
}
