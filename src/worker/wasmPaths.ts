import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";

const url = (path: string) => new URL(path, import.meta.url).href;

/** Addresses of tfjs's WASM files. The threaded build is never asked for: the fused kernels cannot share its memory. */
export const wasmPaths: Readonly<Record<string, string>> = {
  "tfjs-backend-wasm.wasm": url(plain),
  "tfjs-backend-wasm-simd.wasm": url(simd),
  "tfjs-backend-wasm-threaded-simd.wasm": url(simd),
};
