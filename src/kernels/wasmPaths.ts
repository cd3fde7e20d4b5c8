// From the folder above: Vite's dev server, which moves the files of a package, follows no path that begins with "./".
const plain = new URL("../kernels/wasm/tfjs-backend-wasm.wasm", import.meta.url).href;
const simd = new URL("../kernels/wasm/tfjs-backend-wasm-simd.wasm", import.meta.url).href;

/** Addresses of tfjs's WASM files. The threaded build is never loaded: the fused kernels cannot share its memory. */
export const wasmPaths: Readonly<Record<string, string>> = {
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  "tfjs-backend-wasm-threaded-simd.wasm": simd,
};
