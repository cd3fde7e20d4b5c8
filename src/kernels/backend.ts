import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { registerFusedKernels } from "./wasm/registerFusedKernels.ts";
import type { WasmBackend } from "./wasm/wasmMemory.ts";

/** Names of the engines a person may ask for. */
export type BackendName = "wasm" | "cpu";

/**
 * Starts tfjs on the backend asked for, "auto" being WASM where it runs and the CPU backend where it does not, and says
 * which runs. `wasmPaths` are URLs of tfjs's WASM files by name, empty where it finds them itself.
 */
export async function startBackend(
  wanted: "auto" | BackendName,
  wasmPaths: Readonly<Record<string, string>>,
  warn: (sentence: string) => void,
): Promise<BackendName> {
  tf.enableProdMode(); // no advertisement, no check of each kernel's output
  if (Object.keys(wasmPaths).length > 0) setWasmPathsOnce(wasmPaths);
  if (wanted !== "cpu") {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false); // the fused kernels cannot import the threaded build's shared memory
    if (await works("wasm")) {
      const fast = await registerFusedKernels(tf.backend() as unknown as WasmBackend);
      if (!fast) warn("WebAssembly has no SIMD here: training goes on without fused kernels, many times slower");
      return "wasm";
    }
    if (wanted === "wasm") throw new Error("backend wasm does not run here: WebAssembly is missing or forbidden");
    warn("WebAssembly does not run here: training goes on in plain JavaScript, some ten times slower");
  }
  if (!(tf.findBackend("cpu") instanceof MathBackendCPU) || !(await works("cpu"))) {
    throw new Error("backend cpu does not run here");
  }
  return "cpu";
}

let pathsSet = false;

function setWasmPathsOnce(paths: Readonly<Record<string, string>>): void {
  if (pathsSet) return; // tfjs refuses once the backend has started
  setWasmPaths(paths);
  pathsSet = true;
}

async function works(name: BackendName): Promise<boolean> {
  try {
    return await tf.setBackend(name);
  } catch {
    return false;
  }
}
